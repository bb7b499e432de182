namespace Cairn.Training;

/// <summary>One layer of a network in figures.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The shapes that went in: one, except where a layer looks at something beside what goes through it.</param>
/// <param name="Output">The shape that came out.</param>
public sealed record LayerSummary(Module Layer, ValueList<Shape> Inputs, Shape Output)
{
    /// <summary>Where it stands.</summary>
    public string Path => Layer.Path;

    /// <summary>The shape that went through it.</summary>
    public Shape Input => Inputs[0];

    /// <summary>How many numbers training changes in it.</summary>
    public long Parameters => Layer.ParameterCount;

    /// <summary>The bytes of its parameters, running statistics too.</summary>
    public long Bytes => Layer.Parameters.Sum(p => (long)p.Shape.Elements * (p.Value.DType == DType.Float64 ? 8 : 4));

    /// <summary>The multiply-adds for one row: each weight of a matrix or kernel once for every place where it is used.</summary>
    public long MultiplyAdds => Layer.MultiplyAdds([.. Inputs], Output) / Math.Max(Output.Rank == 0 ? 1 : Output[0], 1);
}
