/**
 * How much a frozen audio encoder tells of sounds: recordings with labels and folds, features of
 * sub-clips, one-vs-all linear support vector machines, and the comparison of encoders (Korbar et
 * al. 2018, section 4.2; Arandjelovic and Zisserman 2017).
 */
@NullMarked
package avts.pretrain.probe.audio;

import org.jspecify.annotations.NullMarked;
