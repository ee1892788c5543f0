/** What training does besides arithmetic: logs, event files, checkpoints, validation, guards. */
@NullMarked
package avts.pretrain.train.listener;

import org.jspecify.annotations.NullMarked;
