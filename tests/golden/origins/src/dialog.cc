class d {};
