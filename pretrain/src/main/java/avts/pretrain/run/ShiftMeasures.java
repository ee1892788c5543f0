package avts.pretrain.run;

import avts.pretrain.sync.ShiftFigures;
import java.util.Map;

/**
 * How well known shifts are found, beside simple rules.
 *
 * @param meters figures by name, the network's first
 * @param alwaysZero errors of a meter that always says zero
 */
public record ShiftMeasures(Map<String, ShiftFigures> meters, ShiftFigures.Errors alwaysZero) {}
