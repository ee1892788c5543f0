package avts.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Standard output of a command: lines formatted alike on every machine, whatever its locale. */
@Command
final class Output {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** Prints one line on the error stream, led by the command's name. */
  void complain(String problem) {
    PrintWriter err = command.commandLine().getErr();
    err.println(command.qualifiedName() + ": " + problem);
    err.flush();
  }

  /** Prints one formatted line. */
  @FormatMethod
  void line(@FormatString String format, Object... values) {
    PrintWriter out = command.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
