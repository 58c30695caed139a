/* A header with embedded SQL of its own. */
EXEC SQL BEGIN DECLARE SECTION;
struct row { int id; VARCHAR title[10]; };
EXEC SQL END DECLARE SECTION;

static struct row
read_row(int id)
{
	struct row r;
	EXEC SQL SELECT id, title INTO :r.id, :r.title FROM rows WHERE id = :id;
	return r;
}
