package avts.pretrain.engine.onednn;

import org.bytedeco.dnnl.dnnl_memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;

/**
 * An array in memory.
 *
 * @param layout its layout
 * @param memory oneDNN's handle
 * @param buffer what holds it where it was taken from the plan's memory for this array alone; null
 *     where it is an ND4J array's
 */
record Tensor(Layout layout, dnnl_memory memory, @Nullable DataBuffer buffer) {}
