package dev.fluxion.vector;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.fluxion.DType;
import dev.fluxion.kernel.ExprNode;
import dev.fluxion.kernel.ExprSteps;
import dev.fluxion.kernel.Format;
import dev.fluxion.lanes.Fn;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes the instructions of one formula of vectors: from inputs in local variables to the result
 * on the operand stack. Every call is one that C2 makes an instruction of, and none goes through
 * code that other kernels share: what C2 does not put in line here would box its vectors.
 */
final class VectorBody {
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");
  private static final ClassDesc BYTES = ClassDesc.of("jdk.incubator.vector.ByteVector");
  private static final ClassDesc BYTE_ARRAY = CD_byte.arrayType();
  private static final ClassDesc LOOP = ClassDesc.of("dev.fluxion.vector.VectorLoop");

  private final ExprSteps steps;
  private final VectorType type;
  private final CodeBuilder cb;
  private final int[] inputSlots;
  private final int[] uses;
  private final int[] slots;

  /** Arrays for what a call computes lane by lane, if there are such calls. */
  private int results = -1;

  private int arguments = -1;

  /**
   * A writer into a method.
   *
   * @param inputSlots the local variable that holds each input
   */
  VectorBody(ExprSteps steps, VectorType type, CodeBuilder cb, int[] inputSlots) {
    this.steps = steps;
    this.type = type;
    this.cb = cb;
    this.inputSlots = inputSlots;
    this.uses = steps.uses();
    this.slots = new int[uses.length];
    Arrays.fill(slots, -1);
  }

  /** What goes before the loop: a vector of each constant. */
  void prepare() {
    var nodes = steps.nodes();
    for (int k = 0; k < nodes.size(); k++) {
      if (nodes.get(k) instanceof ExprNode.Literal(double value, _)) {
        broadcast(value);
        store(k);
      }
      if (nodes.get(k) instanceof ExprNode.Guarded && results < 0) {
        results = newArray();
        arguments = newArray();
      }
    }
  }

  private int newArray() {
    int slot = cb.allocateLocal(TypeKind.REFERENCE);
    cb.loadConstant(type.lanes()).newarray(type.element()).astore(slot);
    return slot;
  }

  /** Pushes the result. */
  void push() {
    push(steps.root());
  }

  private void push(int number) {
    if (slots[number] >= 0) {
      cb.aload(slots[number]);
      return;
    }
    switch (steps.nodes().get(number)) {
      case ExprNode.Input(int index, _) -> {
        cb.aload(inputSlots[index]);
        return;
      }
      case ExprNode.Literal(double value, _) -> broadcast(value);
      case ExprNode.One(Fn f, int x, _) -> {
        push(x);
        call(name(f), type.vector());
      }
      case ExprNode.Two(Fn f, int a, int b, _) -> {
        push(a);
        push(b);
        call(name(f), type.vector(), VECTOR);
      }
      case ExprNode.Choice c -> {
        push(c.otherwise());
        push(c.then());
        push(c.a());
        operator(c.cmp().name(), COMPARISON);
        push(c.b());
        call("compare", MASK, COMPARISON, VECTOR);
        call("blend", type.vector(), VECTOR, MASK);
      }
      case ExprNode.Fused(int a, int b, int c, _) -> {
        push(a);
        push(b);
        push(c);
        call("fma", type.vector(), VECTOR, VECTOR);
      }
      case ExprNode.Bits(var part, int x, _) -> bits(part, x);
      case ExprNode.Signed(int a, int b, _) -> signed(a, b);
      case ExprNode.Guarded g -> guard(g);
    }
    if (uses[number] > 1) {
      cb.dup();
      store(number);
    }
  }

  private void store(int number) {
    slots[number] = cb.allocateLocal(TypeKind.REFERENCE);
    cb.astore(slots[number]);
  }

  private static String name(Fn f) {
    return f.name().toLowerCase(Locale.ROOT);
  }

  private void bits(ExprNode.Part part, int x) {
    push(x);
    toBits();
    int fraction = type.format().fraction();
    switch (part) {
      case POWER -> shift("LSHL", fraction);
      case EXPONENT -> {
        word("sub", root());
        shift("ASHR", fraction);
        // The bits of 1.5·2^w + k are those of 1.5·2^w, and k.
        double shifter = type.format().shifter();
        word(
            "add",
            type.isFloat()
                ? Float.floatToRawIntBits((float) shifter)
                : Double.doubleToRawLongBits(shifter));
        fromBits();
        number(shifter);
        call("sub", type.vector(), type.number());
        return;
      }
      case MANTISSA -> {
        word("sub", root());
        word("and", (1L << fraction) - 1);
        word("add", root());
      }
    }
    fromBits();
  }

  private long root() {
    return type.isFloat() ? Format.FLOAT_ROOT : Format.DOUBLE_ROOT;
  }

  private void signed(int a, int b) {
    long sign = type.isFloat() ? Integer.MIN_VALUE : Long.MIN_VALUE;
    push(a);
    toBits();
    word("and", ~sign);
    push(b);
    toBits();
    word("and", sign);
    bitsCall("or", VECTOR);
    fromBits();
  }

  /**
   * A branch that is hardly ever taken. Its vectors go through arrays: handed to a method they
   * would be boxed, and C2 might box them for the other way too.
   */
  private void guard(ExprNode.Guarded g) {
    int y = cb.allocateLocal(TypeKind.REFERENCE);
    int x = cb.allocateLocal(TypeKind.REFERENCE);
    var inside = cb.newLabel();
    push(g.x());
    cb.astore(x);
    push(g.y());
    cb.astore(y);
    cb.aload(x);
    call("abs", type.vector());
    operator("LE", COMPARISON);
    number(g.limit());
    call("compare", MASK, COMPARISON, type.number());
    cb.invokevirtual(MASK, "allTrue", MethodTypeDesc.of(CD_boolean)).ifne(inside);
    intoArray(y, results);
    intoArray(x, arguments);
    cb.aload(results).aload(arguments);
    number(g.limit());
    cb.invokestatic(
        LOOP, name(g.f()), MethodTypeDesc.of(CD_void, type.array(), type.array(), type.number()));
    species();
    cb.aload(results).iconst_0();
    load();
    cb.astore(y);
    cb.labelBinding(inside);
    cb.aload(y);
  }

  private void intoArray(int vector, int array) {
    cb.aload(vector).aload(array).iconst_0();
    store();
  }

  /** Stores the result on the stack as numbers of a type; the place pushes array and index. */
  void store(DType dtype, Runnable place) {
    if (dtype != DType.BOOL) {
      place.run();
      store();
      return;
    }
    convert(type.vector(), type.toBytes(), BYTES, this::truths);
    place.run();
    cb.invokevirtual(BYTES, "intoArray", MethodTypeDesc.of(CD_void, BYTE_ARRAY, CD_int));
  }

  /** Loads numbers of a type; the place pushes array and index. */
  void load(DType dtype, Runnable place) {
    if (dtype != DType.BOOL) {
      species();
      place.run();
      load();
      return;
    }
    truths();
    place.run();
    cb.invokestatic(BYTES, "fromArray", MethodTypeDesc.of(BYTES, SPECIES, BYTE_ARRAY, CD_int));
    convert(BYTES, type.fromBytes(), type.vector(), this::species);
  }

  private void truths() {
    cb.getstatic(BYTES, Objects.requireNonNull(type.truths()), SPECIES);
  }

  private void convert(ClassDesc from, String operator, ClassDesc to, Runnable species) {
    operator(operator, CONVERSION);
    species.run();
    cb.iconst_0();
    cb.invokevirtual(from, "convertShape", MethodTypeDesc.of(VECTOR, CONVERSION, SPECIES, CD_int));
    cb.checkcast(to);
  }

  /** Stores the vector on the stack; array and index are above it. */
  private void store() {
    cb.invokevirtual(type.vector(), "intoArray", MethodTypeDesc.of(CD_void, type.array(), CD_int));
  }

  /** Loads a vector; its species, array and index are on the stack. */
  private void load() {
    cb.invokestatic(
        type.vector(),
        "fromArray",
        MethodTypeDesc.of(type.vector(), SPECIES, type.array(), CD_int));
  }

  private void species() {
    cb.getstatic(type.vector(), "SPECIES_PREFERRED", SPECIES);
  }

  private void broadcast(double value) {
    species();
    number(value);
    cb.invokestatic(
        type.vector(), "broadcast", MethodTypeDesc.of(type.vector(), SPECIES, type.number()));
  }

  private void number(double value) {
    var _ = type.isFloat() ? cb.loadConstant((float) value) : cb.loadConstant(value);
  }

  private void operator(String name, ClassDesc kind) {
    cb.getstatic(OPERATORS, name, kind);
  }

  private void call(String name, ClassDesc result, ClassDesc... parameters) {
    cb.invokevirtual(type.vector(), name, MethodTypeDesc.of(result, parameters));
  }

  private void bitsCall(String name, ClassDesc... parameters) {
    cb.invokevirtual(type.bits(), name, MethodTypeDesc.of(type.bits(), parameters));
  }

  private void word(String name, long value) {
    if (type.isFloat()) {
      cb.loadConstant((int) value);
      bitsCall(name, CD_int);
    } else {
      cb.loadConstant(value);
      bitsCall(name, CD_long);
    }
  }

  private void shift(String name, int by) {
    operator(name, BINARY);
    if (type.isFloat()) {
      cb.loadConstant(by);
      bitsCall("lanewise", BINARY, CD_int);
    } else {
      cb.loadConstant((long) by);
      bitsCall("lanewise", BINARY, CD_long);
    }
  }

  private void toBits() {
    call(type.toBits(), type.bits());
  }

  private void fromBits() {
    cb.invokevirtual(type.bits(), type.fromBits(), MethodTypeDesc.of(type.vector()));
  }
}
