#cmakedefine WITH_ODBC "${ODBC_NAME}"
#cmakedefine01 HAVE_POLL_H
#cmakedefine01 HAVE_GADGET2
#cmakedefine NAME "@PROJECT_NAME@"
