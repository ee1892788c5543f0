package avts.pretrain.run;

import avts.datasets.media.MediaSource;
import avts.datasets.media.StreamTimes;
import avts.pretrain.sync.SyncReading;
import org.jspecify.annotations.Nullable;

/**
 * A file and what the meter says of it.
 *
 * @param name its name
 * @param source where it lies
 * @param container when its streams begin, which players make up for; null where it has not both
 * @param seconds length in which both streams run, 0 where unknown
 * @param reading the offset that is left
 */
public record SyncFile(
    String name,
    MediaSource source,
    @Nullable StreamTimes container,
    double seconds,
    SyncReading reading) {}
