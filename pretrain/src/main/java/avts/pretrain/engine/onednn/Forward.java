package avts.pretrain.engine.onednn;

import avts.pretrain.engine.onednn.Primitives.Description;
import org.jspecify.annotations.Nullable;

/**
 * What a forward step leaves to the backward one.
 *
 * @param description its primitive
 * @param input layout of what went in
 * @param output layout of what came out
 * @param workspace what it noted down, such as where values were negative; null if nothing
 */
record Forward(
    Description description, Layout input, Layout output, @Nullable Tensor workspace) {}
