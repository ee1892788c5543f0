package avts.pretrain.run;

import avts.pretrain.eval.CellFigures;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.TwoWayFigures;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that {@code avts eval sync} measures.
 *
 * @param result the model on the fixed pairs
 * @param floors two-way choices of simple rules by name; empty where not asked for
 * @param cells re-rendered sound tracks; null where not asked for
 * @param seenInTraining test files that the model has seen in training
 */
public record SyncMeasures(
    SyncEvaluator.Result result,
    Map<String, List<TwoWayFigures>> floors,
    @Nullable CellFigures cells,
    int seenInTraining) {

  /** Copies the map. */
  public SyncMeasures {
    floors = Collections.unmodifiableMap(new LinkedHashMap<>(floors));
  }
}
