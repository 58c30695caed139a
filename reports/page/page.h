/* The page's script and style as bytes, made from app.js and app.css when building. */
#ifndef REPORTS_PAGE_PAGE_H
#define REPORTS_PAGE_PAGE_H

#include <stddef.h>

extern const unsigned char page_app_js[], page_app_css[];
extern const size_t page_app_js_size, page_app_css_size;

#endif
