/** The command line: parses arguments, calls one library method, maps failures to exit codes. */
@NullMarked
package avts.cli;

import org.jspecify.annotations.NullMarked;
