package avts.datasets.synth;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The letters of the alphabet by their English names (Z is "zed"), as sequences of phones. */
enum Letter {
  A(Phone.EY, Phone.IH),
  B(Phone.B, Phone.IY),
  C(Phone.S, Phone.IY),
  D(Phone.D, Phone.IY),
  E(Phone.IY),
  F(Phone.EH, Phone.F),
  G(Phone.D, Phone.ZH, Phone.IY),
  H(Phone.EY, Phone.IH, Phone.T, Phone.SH),
  I(Phone.AA, Phone.IH),
  J(Phone.D, Phone.ZH, Phone.EY, Phone.IH),
  K(Phone.K, Phone.K_BREATH, Phone.EY, Phone.IH),
  L(Phone.EH, Phone.L),
  M(Phone.EH, Phone.M),
  N(Phone.EH, Phone.N),
  O(Phone.ER, Phone.UH),
  P(Phone.P, Phone.P_BREATH, Phone.IY),
  Q(Phone.K, Phone.K_BREATH, Phone.J, Phone.UW),
  R(Phone.AA, Phone.AA),
  S(Phone.EH, Phone.S),
  T(Phone.T, Phone.T_BREATH, Phone.IY),
  U(Phone.J, Phone.UW),
  V(Phone.V, Phone.IY),
  W(Phone.D, Phone.AH, Phone.B, Phone.UH, Phone.J, Phone.UW),
  X(Phone.EH, Phone.K, Phone.S),
  Y(Phone.W, Phone.AA, Phone.IH),
  Z(Phone.Z, Phone.EH, Phone.D);

  /** All letters, in their order. */
  static final ImmutableList<Letter> ALL = ImmutableList.copyOf(values());

  private final ImmutableList<Phone> phones;

  Letter(Phone... phones) {
    this.phones = ImmutableList.copyOf(phones);
  }

  /** Returns what is said, without the rest before and after. */
  List<Phone> phones() {
    return phones;
  }
}
