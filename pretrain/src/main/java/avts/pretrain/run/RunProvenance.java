package avts.pretrain.run;

import avts.datasets.media.FfmpegTool;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.engine.Backend;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/** Where the weights of a run come from. */
public final class RunProvenance {

  private RunProvenance() {}

  static Provenance of(Pretraining.Request request, RunData data) {
    return of(
        new Origin(
            request.config().value().seed(),
            request.config().hash(),
            data.manifest().contentHash(),
            request.command()),
        data.trainingMedia());
  }

  /**
   * What a run is made from.
   *
   * @param seed root seed
   * @param configHash hash of the resolved config
   * @param manifestHash hash of the manifest
   * @param command the command line; folders are left out
   */
  public record Origin(long seed, String configHash, String manifestHash, List<String> command) {

    /** Copies the list. */
    public Origin {
      command = List.copyOf(command);
    }
  }

  /**
   * Returns the provenance of a run on this computer, without parents.
   *
   * @param media the files that the weights will see
   */
  public static Provenance of(Origin origin, List<Provenance.Media> media) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        versions(),
        Provenance.Machine.current(),
        origin.seed(),
        origin.configHash(),
        origin.manifestHash(),
        Provenance.withoutFolders(origin.command()),
        List.of(),
        media,
        List.of());
  }

  /** Returns where imported weights come from; the file counts as their parent. */
  static Provenance of(
      WeightsImport.Request request, Provenance.Origin origin, List<Provenance.Media> media) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        versions(),
        Provenance.Machine.current(),
        request.config().value().seed(),
        request.config().hash(),
        "",
        Provenance.withoutFolders(request.command()),
        List.of(origin.sha256()),
        media,
        List.of(origin));
  }

  /** Returns the version of each program part on this computer. */
  public static Map<String, String> versions() {
    return ImmutableMap.of(
        "avts", version(),
        "java", Runtime.version().toString(),
        "ffmpeg", FfmpegTool.version(),
        "nd4j", Backend.version());
  }

  private static String version() {
    String version = RunProvenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
