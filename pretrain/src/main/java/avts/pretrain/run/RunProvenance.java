package avts.pretrain.run;

import avts.datasets.media.FfmpegTool;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.engine.Backend;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/** Where the weights of a run come from. */
final class RunProvenance {

  private RunProvenance() {}

  static Provenance of(Pretraining.Request request, RunData data) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        versions(),
        Provenance.Machine.current(),
        request.config().value().seed(),
        request.config().hash(),
        data.manifest().contentHash(),
        Provenance.withoutFolders(request.command()),
        List.of(),
        data.trainingMedia(),
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

  private static Map<String, String> versions() {
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
