package avts.cli;

import avts.datasets.index.NoVideosException;
import avts.datasets.label.LabelException;
import avts.datasets.manifest.ManifestException;
import avts.datasets.take.TakeException;
import avts.distill.runtime.BundleException;
import avts.pretrain.config.ConfigException;
import avts.pretrain.exchange.StateDictException;
import avts.pretrain.run.DataRefusedException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one sentence and an exit code.
 *
 * <p>Codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 data refused.
 */
final class Failures implements IExecutionExceptionHandler {

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DATA_REFUSED = 3;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (Boolean.getBoolean("avts.trace")) {
      failure.printStackTrace(err);
    } else {
      err.println(command.getCommandSpec().qualifiedName() + ": " + sentence(failure));
    }
    err.flush();
    return code(failure);
  }

  static int code(Exception failure) {
    if (failure instanceof IllegalArgumentException || failure instanceof ConfigException) {
      return USAGE;
    }
    if (failure instanceof DataRefusedException
        || failure instanceof NoVideosException
        || failure instanceof ManifestException
        || failure instanceof LabelException
        || failure instanceof TakeException
        || failure instanceof StateDictException
        || failure instanceof BundleException) {
      return DATA_REFUSED;
    }
    return FAILED;
  }

  /** The JDK's file exceptions say the name of the file and not what was wrong with it. */
  static String sentence(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or folder";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + failure.getClass().getSimpleName();
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
