class c {};
