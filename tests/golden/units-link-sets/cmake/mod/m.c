int m_x;
