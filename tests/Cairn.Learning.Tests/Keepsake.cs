using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>An artefact that uses every type of field a model file has.</summary>
sealed class Keepsake : IArtefact
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new ArtefactKind("keepsake", 2), Read);

    internal static IReadOnlyList<ArtefactReaderEntry> Readers { get; } = [.. LearningArtefacts.Readers, Reader];

    internal string Name { get; init; } = "plain";
    internal double Number { get; init; } = 1;
    internal long Whole { get; init; }
    internal bool Flag { get; init; }
    internal IReadOnlyList<string> Texts { get; init; } = [];
    internal Tensor Doubles { get; init; } = Tensor.Zeros<double>(0);
    internal Tensor Floats { get; init; } = Tensor.Zeros<float>(1);
    internal Tensor Ints { get; init; } = Tensor.Zeros<int>();
    internal Tensor Longs { get; init; } = Tensor.Zeros<long>(1);
    internal Tensor Bytes { get; init; } = Tensor.Zeros<byte>(1);
    internal Tensor Bools { get; init; } = Tensor.Zeros<bool>(1);
    internal Tensor Odd { get; init; } = Tensor.Zeros<double>(1);
    internal Keepsake? Only { get; init; }
    internal IReadOnlyList<Keepsake> Many { get; init; } = [];
    public TrainingFacts Facts { get; init; } = new();

    public ArtefactKind Kind => Reader.Kind;

    public void Write(ArtefactWriter writer)
    {
        writer.Set("name", Name);
        writer.Set("number", Number);
        writer.Set("whole", Whole);
        writer.Set("flag", Flag);
        writer.Set("texts", Texts);
        writer.Set("doubles", Doubles);
        writer.Set("floats", Floats);
        writer.Set("ints", Ints);
        writer.Set("longs", Longs);
        writer.Set("bytes", Bytes);
        writer.Set("bools", Bools);
        writer.Set("odd", Odd, allowNonFinite: true);
        if (Only is not null) writer.Set("only", Only);
        writer.Set("many", Many);
    }

    static Keepsake Read(ArtefactReader reader) => new()
    {
        Name = reader.Text("name"),
        Number = reader.Number("number"),
        Whole = reader.Integer("whole"),
        Flag = reader.Flag("flag"),
        Texts = reader.Texts("texts"),
        Doubles = reader.Tensor("doubles", DType.Float64, -1),
        Floats = reader.Tensor("floats", DType.Float32, -1),
        Ints = reader.Tensor("ints", DType.Int32),
        Longs = reader.Tensor("longs", DType.Int64, -1),
        Bytes = reader.Tensor("bytes", DType.UInt8, -1),
        Bools = reader.Tensor("bools", DType.Bool, -1),
        Odd = reader.Tensor("odd", DType.Float64, allowNonFinite: true, -1),
        Only = reader.Has("only") ? reader.Child<Keepsake>("only") : null,
        Many = reader.Children<Keepsake>("many"),
        Facts = reader.Facts,
    };

    /// <summary>A small tree with awkward values in every field.</summary>
    internal static Keepsake Sample() => new()
    {
        Name = "Grüße \"\\ \u0001 😀",
        Number = -0.0,
        Whole = long.MinValue,
        Flag = true,
        Texts = ["", "a", "ş", "a"],
        Doubles = new[] { -0.0, double.Epsilon, double.MaxValue, 0.1, -1e-310 },
        Floats = new[] { -0f, float.Epsilon, float.MaxValue },
        Ints = Scalar(-7),
        Longs = Tensor.From(new[] { long.MaxValue, long.MinValue }),
        Bytes = Tensor.From(new byte[] { 0, 255, 3 }),
        Bools = Tensor.From(new[] { true, false, true }),
        Odd = new[] { BitConverter.Int64BitsToDouble(0x7ff8_0000_dead_beef), double.NegativeInfinity },
        Only = new Keepsake { Name = "inner", Number = double.Epsilon },
        Many = [new Keepsake { Number = 0.1 + 0.2 }, new Keepsake { Number = 5e-324, Many = [new Keepsake()] }],
        Facts = new TrainingFacts
        {
            Recipe = "Keep { }",
            Rows = 12,
            Iterations = 3,
            Converged = false,
            StopReason = "done",
            History = [1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0],
            Notes = ["n1", "n2"]
        },
    };

    static Tensor Scalar(int value)
    {
        var scalar = Tensor.Zeros<int>();
        scalar.AsSpan<int>()[0] = value;
        return scalar;
    }
}
