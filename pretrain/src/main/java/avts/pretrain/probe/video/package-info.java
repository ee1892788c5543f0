/** Video probes: how well a pretrained video encoder serves to tell labelled videos apart. */
@NullMarked
package avts.pretrain.probe.video;

import org.jspecify.annotations.NullMarked;
