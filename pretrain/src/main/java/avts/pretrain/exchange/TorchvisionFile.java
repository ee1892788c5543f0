package avts.pretrain.exchange;

import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.engine.ParameterInfo;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state dict of one of torchvision's video networks as safetensors.
 *
 * <p>The whole mapping: a name of torchvision's is a name of ours without {@value #TOWER}, of the
 * same shape in the same order. Beside those there may be the head {@code fc.weight} and {@code
 * fc.bias}, and {@code num_batches_tracked} of every batch norm, which no result depends on.
 * Anything else is refused. Not thread-safe.
 */
public final class TorchvisionFile implements AutoCloseable {
  /** What leads our names. */
  public static final String TOWER = "video.";

  private static final String HEAD_WEIGHT = "fc.weight";
  private static final String HEAD_BIAS = "fc.bias";
  private static final String MEAN = ".running_mean";
  private static final String VARIANCE = ".running_var";
  private static final String COUNTER = ".num_batches_tracked";
  private static final String FIRST = "stem.0.weight";
  private static final int FEATURES = 512;
  private static final int USUAL_CLASSES = 400;
  private static final int MOST_PROBLEMS = 5;

  private final Path file;
  private final SafetensorsReader reader;

  private TorchvisionFile(Path file, SafetensorsReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Opens {@code file} and checks that it holds the weights of {@code network} and nothing else.
   *
   * @param infos all arrays of our network; those of the video encoder are compared
   * @throws StateDictException if names, shapes or types differ; the message names the first ones
   * @throws IOException if it is no whole safetensors file
   */
  // The reader is handed on with the file, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static TorchvisionFile open(
      Path file, TorchvisionNetwork network, List<ParameterInfo> infos) throws IOException {
    refusePickled(file);
    SafetensorsReader reader = SafetensorsReader.open(file);
    boolean opened = false;
    try {
      TorchvisionFile torchvision = new TorchvisionFile(file, reader);
      torchvision.check(network, infos);
      opened = true;
      return torchvision;
    } finally {
      if (!opened) {
        reader.close();
      }
    }
  }

  /** PyTorch's own files are zip archives, or pickles in the oldest versions. */
  private static void refusePickled(Path file) throws IOException {
    byte[] begin;
    try (InputStream in = Files.newInputStream(file)) {
      begin = in.readNBytes(2);
    }
    boolean zip = begin.length == 2 && begin[0] == 'P' && begin[1] == 'K';
    boolean pickle = begin.length == 2 && begin[0] == (byte) 0x80 && begin[1] == 2;
    if (zip || pickle) {
      throw new StateDictException(
          file
              + " is a file of torch.save, which can run code when it is read: write its state dict"
              + " as safetensors, docs/exchange.md shows how");
    }
  }

  private void check(TorchvisionNetwork network, List<ParameterInfo> infos) throws IOException {
    List<String> problems = new ArrayList<>();
    Set<String> expected = new HashSet<>();
    for (ParameterInfo info : infos) {
      if (info.name().startsWith(TOWER)) {
        String name = theirs(info.name());
        expected.add(name);
        problem(name, info.shape()).ifPresent(problems::add);
      }
    }
    headProblem().ifPresent(problems::add);
    for (String name : reader.entries().keySet()) {
      boolean counter = name.endsWith(COUNTER) && expected.contains(meanBeside(name));
      if (!counter && !isHead(name) && !expected.contains(name)) {
        problems.add(name + " is unknown");
      }
    }
    if (!problems.isEmpty()) {
      throw new StateDictException(misfit(network, problems));
    }
  }

  private static String theirs(String name) {
    return name.substring(TOWER.length());
  }

  private static String meanBeside(String counter) {
    return counter.substring(0, counter.length() - COUNTER.length()) + MEAN;
  }

  private static boolean isHead(String name) {
    return name.equals(HEAD_WEIGHT) || name.equals(HEAD_BIAS);
  }

  private Optional<String> problem(String name, List<Integer> shape) {
    Entry entry = reader.entries().get(name);
    if (entry == null) {
      return Optional.of(name + " is missing, shape " + shape);
    }
    if (!entry.shape().equals(shape)) {
      return Optional.of(name + " should have shape " + shape + " and has " + entry.shape());
    }
    if (!entry.isFloat()) {
      return Optional.of(name + " should be F32 and is " + entry.dtype());
    }
    return Optional.empty();
  }

  private Optional<String> headProblem() {
    Entry weight = reader.entries().get(HEAD_WEIGHT);
    Entry bias = reader.entries().get(HEAD_BIAS);
    if (weight == null && bias == null) {
      return Optional.empty();
    }
    int classes = bias == null || bias.shape().size() != 1 ? USUAL_CLASSES : bias.shape().get(0);
    return problem(HEAD_WEIGHT, List.of(classes, FEATURES))
        .or(() -> problem(HEAD_BIAS, List.of(classes)));
  }

  private String misfit(TorchvisionNetwork network, List<String> problems) {
    int more = problems.size() - MOST_PROBLEMS;
    return file
        + " is no state dict of "
        + network.label()
        + hint(network)
        + ": "
        + String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** Says what the file probably is instead. */
  private String hint(TorchvisionNetwork network) {
    Map<String, Entry> entries = reader.entries();
    Optional<TorchvisionNetwork> looks = TorchvisionNetwork.recognise(entries);
    if (looks.isPresent() && looks.get() != network) {
      return ", it looks like " + looks.get().label();
    }
    Optional<String> led =
        entries.keySet().stream().filter(name -> name.endsWith("." + FIRST)).findAny();
    if (led.isEmpty() || entries.containsKey(FIRST)) {
      return "";
    }
    String prefix = led.get().substring(0, led.get().length() - FIRST.length());
    return prefix.equals(TOWER)
        ? ", it seems to be a checkpoint of avts, which needs no import"
        : ", take " + prefix + " off its names";
  }

  /**
   * Copies the arrays of the video encoder into a flat vector of our network; other parts of it
   * stay as they are.
   *
   * @param infos the parts of {@code vector}
   * @throws StateDictException if a value is no number, or a variance negative
   */
  public void read(List<ParameterInfo> infos, float[] vector) throws IOException {
    for (ParameterInfo info : infos) {
      if (info.name().startsWith(TOWER)) {
        read(theirs(info.name()), vector, info.offset(), info.size());
      }
    }
  }

  /**
   * Returns the classification head under our names, {@code video.fc.weight [classes, features]}
   * and {@code video.fc.bias [classes]}; nothing where the file has none.
   */
  public List<NamedTensor> head() throws IOException {
    List<NamedTensor> head = new ArrayList<>();
    for (String name : List.of(HEAD_WEIGHT, HEAD_BIAS)) {
      Entry entry = reader.entries().get(name);
      if (entry != null) {
        float[] values = new float[entry.size()];
        read(name, values, 0, values.length);
        head.add(new NamedTensor(TOWER + name, entry.shape(), values, 0));
      }
    }
    return head;
  }

  private void read(String name, float[] vector, int offset, int size) throws IOException {
    reader.readConverted(name, vector, offset);
    float least = name.endsWith(VARIANCE) ? 0 : -Float.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      float value = vector[offset + i];
      if (!(value >= least && value <= Float.MAX_VALUE)) {
        throw new StateDictException(
            file
                + " "
                + name
                + " should hold finite numbers"
                + (least == 0 ? " from 0 on" : "")
                + " and has "
                + value
                + " at index "
                + i);
      }
    }
  }

  /** Returns the number of classes of the head, 0 where the file has none. */
  public int classes() {
    Entry bias = reader.entries().get(HEAD_BIAS);
    return bias == null ? 0 : bias.size();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
