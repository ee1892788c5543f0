package avts.datasets.synth;

import avts.datasets.synth.Articulation.Excitation;
import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Articulation.Tract;

/**
 * A sound of English with its targets: what the vocal tract resonates at, what excites it, and what
 * the lips do.
 *
 * <p>Vowels have about the mean formants of men of Peterson and Barney (1952), consonants loci in
 * the manner of Klatt (1980). In vowels the lips follow by one law: the mouth opens with the first
 * formant, and is spread or rounded with the second. Consonants have lips of their own where these
 * make the sound (p, b, m closed, f and v on the teeth, w and the hushing sounds rounded); others
 * stand a little open, so that many of them look alike.
 */
enum Phone {
  /** Nothing is said; lips together. */
  REST(0, new Tract(500, 1500, 2500), Excitation.NONE, new Lips(0, 0.5, 0, 0)),

  /** The vowel of E, and of B, C, D, G, P, T, V. */
  IY(320, new Tract(270, 2290, 3010)),
  /** The end of A and I. */
  IH(160, new Tract(340, 2090, 2650)),
  /** The beginning of A. */
  EY(170, new Tract(480, 1990, 2550)),
  /** The vowel of F, L, M, N, S, X, Z. */
  EH(220, new Tract(530, 1840, 2480)),
  /** The vowel of R, and the beginning of I. */
  AA(210, new Tract(730, 1090, 2440)),
  /** The first vowel of W. */
  AH(80, new Tract(640, 1190, 2390)),
  /** The beginning of O. */
  ER(160, new Tract(490, 1350, 2400)),
  /** The end of O. */
  UH(190, new Tract(380, 950, 2240)),
  /** The vowel of Q and U. */
  UW(280, new Tract(300, 800, 2240)),

  /** Voiced stop of the lips. */
  B(110, new Tract(200, 900, 2100), Excitation.voice(0.12), new Lips(0, 0.5, 0, 0)),
  /** Voiceless stop of the lips. */
  P(110, new Tract(200, 900, 2100), Excitation.NONE, new Lips(0, 0.5, 0, 0)),
  /** Its release: breath before the voice sets in. */
  P_BREATH(50, new Tract(330, 1900, 2700), Excitation.breath(0.5), new Lips(0.15, 0.8, 0, 0)),
  /** Voiced stop behind the teeth. */
  D(80, new Tract(220, 1750, 2650), Excitation.voice(0.12), new Lips(0.16, 0.7, 1, 0)),
  /** Voiceless stop behind the teeth. */
  T(80, new Tract(220, 1750, 2650), Excitation.NONE, new Lips(0.16, 0.7, 1, 0)),
  /** Its release. */
  T_BREATH(
      55,
      new Tract(320, 1950, 2800),
      new Excitation(0, 0.3, 0.5, 5200, 2200),
      new Lips(0.18, 0.75, 1, 0)),
  /** Stop of the palate. */
  K(80, new Tract(250, 1900, 2500), Excitation.NONE, new Lips(0.25, 0.6, 0, 0)),
  /** Its release. */
  K_BREATH(
      50,
      new Tract(330, 2000, 2600),
      new Excitation(0, 0.4, 0.35, 2200, 700),
      new Lips(0.25, 0.6, 0, 0)),
  /** Hiss. */
  S(200, new Tract(320, 1700, 2600), Excitation.hiss(0.6, 6000, 1800), new Lips(0.14, 0.8, 1, 0)),
  /** Voiced hiss. */
  Z(
      110,
      new Tract(280, 1700, 2600),
      new Excitation(0.35, 0, 0.3, 6000, 1800),
      new Lips(0.14, 0.8, 1, 0)),
  /** The hush of H. */
  SH(
      120,
      new Tract(320, 1700, 2500),
      Excitation.hiss(0.6, 3300, 1300),
      new Lips(0.24, 0.15, 0.7, 0)),
  /** The voiced hush of G and J. */
  ZH(
      80,
      new Tract(280, 1700, 2500),
      new Excitation(0.35, 0, 0.35, 3300, 1300),
      new Lips(0.24, 0.15, 0.7, 0)),
  /** Breath between the lower lip and the teeth. */
  F(190, new Tract(340, 1100, 2100), Excitation.hiss(0.14, 4500, 5000), new Lips(0.07, 0.55, 1, 0)),
  /** The same, voiced. */
  V(
      90,
      new Tract(260, 1100, 2100),
      new Excitation(0.35, 0, 0.1, 4500, 5000),
      new Lips(0.07, 0.55, 1, 0)),
  /** Through the nose, lips together. */
  M(200, new Tract(250, 1000, 2200), Excitation.voice(0.45), new Lips(0, 0.5, 0, 0)),
  /** Through the nose, tongue behind the teeth. */
  N(200, new Tract(250, 1600, 2600), Excitation.voice(0.45), new Lips(0.2, 0.65, 0.6, 0)),
  /** The tongue can be seen. */
  L(200, new Tract(370, 1000, 2700), Excitation.voice(0.6), new Lips(0.3, 0.6, 0, 1)),
  /** Rounded glide. */
  W(80, new Tract(300, 650, 2200), Excitation.voice(0.6), new Lips(0.08, 0, 0, 0)),
  /** Spread glide, the beginning of U. */
  J(60, new Tract(270, 2250, 3000), Excitation.voice(0.6), new Lips(0.12, 0.8, 0, 0));

  private final int millis;
  private final Tract tract;
  private final Excitation excitation;
  private final Lips lips;

  /** A vowel. */
  Phone(int millis, Tract tract) {
    this(millis, tract, Excitation.voice(1), Lips.ofVowel(tract));
  }

  Phone(int millis, Tract tract, Excitation excitation, Lips lips) {
    this.millis = millis;
    this.tract = tract;
    this.excitation = excitation;
    this.lips = lips;
  }

  /** Returns its length at a middling rate of speaking, in milliseconds. */
  int millis() {
    return millis;
  }

  /** Returns the resonances of a middling man's vocal tract. */
  Tract tract() {
    return tract;
  }

  /** Returns what makes the sound. */
  Excitation excitation() {
    return excitation;
  }

  /** Returns the shape of the mouth. */
  Lips lips() {
    return lips;
  }

  /** Returns whether the lips are together, heard or not. */
  boolean closesLips() {
    return lips.opening() == 0;
  }
}
