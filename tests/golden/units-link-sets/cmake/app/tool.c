int tool_x;
