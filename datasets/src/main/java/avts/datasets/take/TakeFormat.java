package avts.datasets.take;

import avts.datasets.signal.FilterBankConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The layouts in which sets of takes come. */
public enum TakeFormat {
  /**
   * {@code A1_Anya-lips.mat} and {@code A1_Anya.mfcc} anywhere below, see {@link AvLettersSet}; of
   * a take of sound alone the latter.
   */
  AVLETTERS {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return AvLettersSet.read(path, options);
    }
  },
  /**
   * The GRID corpus (Cooke et al. 2006): videos named after their sentence, such as {@code
   * bbaf2n.mpg}, anywhere below. The speaker is the nearest folder named {@code s1} or {@code id1},
   * or a prefix {@code id1_} or {@code s1_} of the file name, else {@code unknown}. With alignments
   * ({@code bbaf2n.align}, beside the video or in a folder of the same speaker) the label's own
   * word is cut out, without them the whole sentence is used. Sounds of such a name are takes of
   * sound alone, unless there is a video of that sentence.
   */
  GRID {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return GridReader.read(path, options);
    }
  },
  /**
   * One folder a label: {@code label/speaker/clip.mp4} or {@code label/clip.mp4}. In the latter the
   * speaker is what stands before the first {@code _} of the file's name, or {@code unknown} where
   * there is none. Repetitions are counted in the order of the names. Sounds ({@code
   * label/clip.wav}) and videos without pictures are takes of sound alone; a sound beside a video
   * of the same name is taken for the sound of that video and passed over.
   */
  FOLDERS {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return LabelFolders.read(path, options);
    }
  },
  /**
   * A text file in UTF-8 with a video, or a sound alone, a line and columns divided by tabs. The
   * first line names the columns: {@code path} (relative to the file's folder) and {@code label},
   * and where they are known {@code speaker} (else {@code unknown}) and {@code repetition} (else
   * counted in the order of the lines).
   */
  MANIFEST {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return TakeList.read(path, options);
    }
  },
  /**
   * RAVDESS, acted emotions (Livingstone and Russo 2018): files named {@code
   * 01-01-06-01-02-01-12.mp4} after modality, vocal channel, emotion, intensity, statement,
   * repetition and actor, anywhere below. Label is the emotion in a word, speaker the actor's
   * number. Songs and pictures without sound (modality 02) are passed over and counted; modality 03
   * is a take of sound alone, unless there is a video of that take. A speaker has several takes of
   * the same label and repetition: statement and intensity are in the id alone.
   */
  RAVDESS {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return EmotionReader.read(EmotionNames.RAVDESS, path, options);
    }
  },
  /**
   * CREMA-D, acted emotions (Cao et al. 2014): files named {@code 1001_DFA_ANG_XX.flv} after
   * speaker, sentence, emotion and level, anywhere below. Label is the emotion meant, by the words
   * of {@link #RAVDESS}, not what listeners heard. Repetitions are counted in the order of the
   * names. Sounds are takes of sound alone, unless there is a video of that take.
   */
  CREMA_D {
    @Override
    public TakeSet read(Path path, TakeOptions options) throws IOException {
      return EmotionReader.read(EmotionNames.CREMA_D, path, options);
    }
  };

  /** Returns the name in settings: {@code crema-d} for {@link #CREMA_D}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds the takes of a set and checks of each that its files are there and can be opened.
   *
   * @param path the set's folder; of {@link #MANIFEST} the file
   * @throws TakeException if there is no such file or folder, no take can be used, a take is there
   *     twice, or more are left out than {@code options} allows
   * @throws IOException if something cannot be read
   */
  public abstract TakeSet read(Path path, TakeOptions options) throws IOException;

  /** Returns how the features of the sound are computed; null where they are stored. */
  public @Nullable FilterBankConfig computedFeatures(TakeOptions options) {
    return this == AVLETTERS || options.sound() == TakeOptions.Sound.STORED
        ? null
        : options.filterBank();
  }
}
