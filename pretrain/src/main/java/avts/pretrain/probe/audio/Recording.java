package avts.pretrain.probe.audio;

import java.nio.file.Path;

/**
 * A sound with a label.
 *
 * @param name path below the data set's folder, with forward slashes
 * @param file where it lies
 * @param label its class
 * @param group name that it shares with recordings cut from the same source
 */
public record Recording(String name, Path file, String label, String group) {}
