package avts.pretrain.run;

import avts.datasets.media.FfmpegTool;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.engine.Backend;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Where a pretraining run comes from. */
final class RunProvenance {

  private RunProvenance() {}

  static Provenance of(Pretraining.Request request, RunData data) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        ImmutableMap.of(
            "avts", version(),
            "java", Runtime.version().toString(),
            "ffmpeg", FfmpegTool.version(),
            "nd4j", Backend.version()),
        Provenance.Machine.current(),
        request.config().value().seed(),
        request.config().hash(),
        data.manifest().contentHash(),
        Provenance.withoutFolders(request.command()),
        List.of(),
        data.trainingMedia());
  }

  private static String version() {
    String version = RunProvenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
