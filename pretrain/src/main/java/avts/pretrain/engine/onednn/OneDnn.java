package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkState;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library oneDNN 3, as it was found in this process. */
public final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private final dnnl_engine engine;

  private OneDnn() {
    try (PointerPointer<dnnl_engine> made = new PointerPointer<>(1)) {
      check(dnnl.dnnl_engine_create(made, dnnl.dnnl_cpu, 0), "engine");
      engine = new dnnl_engine(made.get());
    }
  }

  /** Loads the library, once; empty, with a warning, where it cannot be loaded. */
  public static Optional<OneDnn> load() {
    return Optional.ofNullable(Holder.LIBRARY);
  }

  /** Loads the library at its first use. */
  private static final class Holder {
    static final @Nullable OneDnn LIBRARY = find();
  }

  private static @Nullable OneDnn find() {
    try {
      return new OneDnn();
    } catch (LinkageError | IllegalStateException e) {
      LOG.warn("oneDNN 3 cannot be loaded; convolutions run in ND4J. {}", e.toString());
      return null;
    }
  }

  /** Returns the library's version, such as 3.11.0. */
  public String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Returns whether the processor has instructions for bfloat16; without them it is slow. */
  public boolean hasBfloat16() {
    int bfloat16 = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return (dnnl.dnnl_get_effective_cpu_isa() & bfloat16) == bfloat16;
  }

  /** Returns where primitives run: this processor. */
  dnnl_engine engine() {
    return engine;
  }

  /** Checks what a call has returned. */
  static void check(int status, String what) {
    checkState(status == dnnl.dnnl_success, "oneDNN refuses %s: status %s", what, status);
  }
}
