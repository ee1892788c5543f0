package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClipConfigTest {

  private static ClipConfig clip(int frames, int channels, int size, int smallest, int largest) {
    return new ClipConfig(
        FrameRate.of(25),
        frames,
        channels,
        size,
        smallest,
        largest,
        true,
        List.of(1.0, 2.0, 3.0),
        List.of(1.0, 2.0, 3.0),
        ClipView.NATURAL);
  }

  private static void refused(String key, Executable settings) {
    String message = assertThrows(IllegalArgumentException.class, settings).toString();
    assertTrue(message.contains("Exception: " + key + " "), message);
  }

  @Test
  void lengthsByHand() {
    ClipConfig clip = clip(25, 3, 112, 128, 160);
    assertEquals(3 * 25 * 112 * 112, clip.videoLength());
    assertEquals(24_000, clip.samples(24_000));
    assertEquals(new FrameSpan(7, 25, FrameRate.of(25)), clip.span(7));
  }

  @Test
  void messagesBeginWithTheKey() {
    refused("frames", () -> clip(0, 3, 8, 8, 8));
    refused("channels", () -> clip(1, 2, 8, 8, 8));
    refused("size", () -> clip(1, 3, 7, 8, 8));
    refused("small_side_min", () -> clip(1, 3, 16, 15, 20));
    refused("small_side_max", () -> clip(1, 3, 16, 20, 19));
    refused("pixel_mean", () -> clip(1, 1, 16, 20, 20));
    refused("gain_db", () -> new AugmentConfig(-1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    refused("noise_share", () -> new AugmentConfig(0, 1.1, 0, 0, 0, 0, 0, 0, 0, 0));
    refused("noise_snr_db_min", () -> new AugmentConfig(0, 0, -41, 0, 0, 0, 0, 0, 0, 0));
    refused("noise_snr_db_max", () -> new AugmentConfig(0, 0, 5, 4, 0, 0, 0, 0, 0, 0));
    refused("time_masks", () -> new AugmentConfig(0, 0, 0, 0, -1, 0, 0, 0, 0, 0));
    refused("time_mask_windows", () -> new AugmentConfig(0, 0, 0, 0, 0, -1, 0, 0, 0, 0));
    refused("frequency_masks", () -> new AugmentConfig(0, 0, 0, 0, 0, 0, 21, 0, 0, 0));
    refused("frequency_mask_filters", () -> new AugmentConfig(0, 0, 0, 0, 0, 0, 0, -1, 0, 0));
    refused("brightness", () -> new AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    refused("contrast", () -> new AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 0, Double.NaN));
  }
}
