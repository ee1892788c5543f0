package avts.bench.step;

/**
 * What a worker runs on.
 *
 * @param engine its name and version
 * @param kernels the path that its kernels take, in words
 */
public record About(String engine, String kernels) {}
