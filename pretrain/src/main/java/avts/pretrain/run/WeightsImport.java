package avts.pretrain.run;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.signal.FeatureNormalisation;
import avts.pretrain.checkpoint.Checkpoint;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.checkpoint.UntrainedParts;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.exchange.StateDictException;
import avts.pretrain.exchange.TorchvisionFile;
import avts.pretrain.exchange.TorchvisionNetwork;
import avts.pretrain.train.Weights;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code avts import}: makes a run of torchvision's weights.
 *
 * <p>The video encoder is the file's. The file has nothing for the rest of the network: the audio
 * encoder and both embedding heads hold initial values by the configuration's seed, and the
 * checkpoint says so ({@link UntrainedParts}).
 */
public final class WeightsImport {
  private static final JsonMapper JSON = new JsonMapper();

  private final Request request;

  /**
   * What is asked for.
   *
   * @param file state dict as safetensors
   * @param network what it is of
   * @param config configuration of the run; it must describe that network
   * @param seen manifests of the media that the weights were trained on; empty where unknown
   * @param run folder of the run, which must not hold one
   * @param command the command line, for provenance
   */
  public record Request(
      Path file,
      TorchvisionNetwork network,
      ResolvedConfig<PretrainConfig> config,
      List<Path> seen,
      Path run,
      List<String> command) {

    /** Copies the lists. */
    public Request {
      seen = List.copyOf(seen);
      command = List.copyOf(command);
    }
  }

  /**
   * What came of it.
   *
   * @param values number of values taken over, running statistics and head included
   * @param classes classes of the file's head; 0 where it has none
   * @param sha256 hash of the file
   * @param untrained beginnings of names that hold initial values
   * @param seenMedia number of media that the weights are known to have seen
   */
  public record Outcome(
      long values, int classes, String sha256, List<String> untrained, int seenMedia) {}

  /** Values of the network, and what the file has beside them. */
  private record Imported(
      List<NamedTensor> arrays, List<String> untrained, long values, int classes) {}

  /** Prepares an import; nothing is touched before {@link #run}. */
  public WeightsImport(Request request) {
    this.request = request;
  }

  /**
   * Writes the run.
   *
   * @throws IllegalArgumentException if the configuration describes another network
   * @throws StateDictException if the file does not hold that network
   * @throws IOException if a file cannot be read, or the folder holds a run or cannot be written
   */
  public Outcome run() throws IOException {
    PretrainConfig config = request.config().value();
    request.network().require(config.network(), Networks.inputShape(config));
    RunDirectory.requireNew(request.run());
    List<Media> media = seenMedia();
    Imported imported = read(config);
    Provenance.Origin origin =
        new Provenance.Origin(
            "torchvision " + request.network().label(),
            String.valueOf(request.file().getFileName()),
            WeightsFile.sha256(request.file()),
            !request.seen().isEmpty());
    write(imported, RunProvenance.of(request, origin, media));
    return new Outcome(
        imported.values(), imported.classes(), origin.sha256(), imported.untrained(), media.size());
  }

  private List<Media> seenMedia() throws IOException {
    Set<Media> media = new LinkedHashSet<>();
    for (Path file : request.seen()) {
      for (ManifestEntry entry : Manifest.read(file).entries()) {
        media.add(new Media(entry.originalSha256(), entry.group()));
        media.add(new Media(entry.sha256(), entry.group()));
      }
    }
    return List.copyOf(media);
  }

  private Imported read(PretrainConfig config) throws IOException {
    try (SameDiffEngine engine = Networks.create(config)) {
      Weights weights = Networks.initial(config, engine);
      List<ParameterInfo> infos =
          Stream.concat(engine.parameters().stream(), engine.statistics().stream()).toList();
      try (TorchvisionFile file = TorchvisionFile.open(request.file(), request.network(), infos)) {
        file.read(engine.parameters(), weights.parameters());
        file.read(engine.statistics(), weights.statistics());
        List<NamedTensor> arrays = new ArrayList<>();
        arrays.addAll(WeightsFile.parts("", engine.parameters(), weights.parameters()));
        arrays.addAll(WeightsFile.parts("", engine.statistics(), weights.statistics()));
        arrays.addAll(file.head());
        return new Imported(arrays, untrained(infos), taken(arrays), file.classes());
      }
    }
  }

  private static boolean isTaken(String name) {
    return name.startsWith(TorchvisionFile.TOWER);
  }

  private static long taken(List<NamedTensor> arrays) {
    return arrays.stream()
        .filter(array -> isTaken(array.name()))
        .mapToLong(NamedTensor::size)
        .sum();
  }

  /** Returns what leads the names that the file has nothing for: {@code audio.}, {@code head.}. */
  private static List<String> untrained(List<ParameterInfo> infos) {
    return infos.stream()
        .map(ParameterInfo::name)
        .filter(name -> !isTaken(name))
        .map(name -> name.substring(0, name.indexOf('.') + 1))
        .distinct()
        .toList();
  }

  /** The configuration comes last: a folder that holds one is a whole run. */
  private void write(Imported imported, Provenance provenance) throws IOException {
    PretrainConfig config = request.config().value();
    ObjectNode state = JSON.createObjectNode();
    UntrainedParts.write(imported.untrained(), state);
    try (RunDirectory run = RunDirectory.hold(request.run())) {
      RunDirectory.requireNew(run.folder());
      CheckpointStore store = new CheckpointStore(run.checkpoints(), 1);
      store.save(new Checkpoint(0, imported.arrays(), List.of(), state));
      NormalisationFile.write(run.folder(), FeatureNormalisation.none(config.features().filters()));
      run.writeProvenance(provenance);
      AtomicFiles.replace(run.config(), request.config().yaml());
    }
  }
}
