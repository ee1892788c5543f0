package avts.bench.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.bench.torch.TorchEngine;
import avts.datasets.media.MediaException;
import avts.pretrain.run.Pretraining;
import avts.pretrain.train.DivergenceException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The process that makes one training. */
public final class TrainingWorker {

  private TrainingWorker() {}

  /**
   * Trains.
   *
   * @param arguments the file of the job
   */
  public static void main(String[] arguments)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    TrainingJob job = TrainingJob.read(Path.of(arguments[0]));
    Pretraining.Request request =
        new Pretraining.Request(
            job.resolved(),
            Path.of(job.data()),
            Path.of(job.run()),
            false,
            List.of("bench", "training"),
            err::println);
    Pretraining pretraining =
        job.libtorch()
            .map(peer -> new Pretraining(request, model -> new TorchEngine(model, peer)))
            .orElseGet(() -> new Pretraining(request));
    pretraining.run();
  }
}
