package avts.pretrain.run;

import avts.datasets.media.FfmpegTool;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.engine.Backend;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Where a pretraining run comes from. */
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
        ImmutableMap.of(
            "avts", version(),
            "java", Runtime.version().toString(),
            "ffmpeg", FfmpegTool.version(),
            "nd4j", Backend.version()),
        Provenance.Machine.current(),
        origin.seed(),
        origin.configHash(),
        origin.manifestHash(),
        Provenance.withoutFolders(origin.command()),
        List.of(),
        media);
  }

  private static String version() {
    String version = RunProvenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
