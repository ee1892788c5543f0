/** Which negatives are shown when: stages from easy to hard (Korbar et al. 2018, section 3.3). */
@NullMarked
package avts.pretrain.curriculum;

import org.jspecify.annotations.NullMarked;
