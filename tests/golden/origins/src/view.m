@interface X @end
