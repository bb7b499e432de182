using Cairn.Initializers;

namespace Cairn.Layers;

/// <summary>The weights of one recurrent layer in one direction; the rows of each stand gate after gate.</summary>
/// <param name="InputWeight">W, [gates · hidden, inputs].</param>
/// <param name="HiddenWeight">U, [gates · hidden, hidden]; [gates · hidden, projected] where there is a projection.</param>
/// <param name="InputBias">b, [gates · hidden]; null when left out.</param>
/// <param name="HiddenBias">c, [gates · hidden]; null when left out.</param>
public sealed record RecurrentWeights(Parameter InputWeight, Parameter HiddenWeight, Parameter? InputBias, Parameter? HiddenBias)
{
    /// <summary>R, [projected, hidden], by which less is passed on than is remembered; null when left out.</summary>
    public Parameter? Projection { get; init; }

    /// <summary>Weights that are not drawn yet: W within ± √(6 / (inputs + rows)), U and R within ± 1 / √columns, c of zeros.</summary>
    internal static RecurrentWeights Of(int inputs, int hidden, int gates, bool bias, Initializer inputBias, int? projected = null)
    {
        int rows = (int)Math.Min((long)gates * hidden, int.MaxValue);
        return new(new(Initializer.XavierUniform, rows, inputs), new(Initializer.FanInUniform, rows, projected ?? hidden),
            bias ? new(inputBias, rows) : null, bias ? new(Initializer.Zeros, rows) : null)
        {
            Projection = projected is { } size ? new(Initializer.FanInUniform, size, hidden) : null,
        };
    }

    /// <summary>The weights under the names that they have in files.</summary>
    internal IEnumerable<(string, object)> Named(string ending)
    {
        yield return ("weightIh" + ending, InputWeight);
        yield return ("weightHh" + ending, HiddenWeight);
        if (InputBias is not null) yield return ("biasIh" + ending, InputBias);
        if (HiddenBias is not null) yield return ("biasHh" + ending, HiddenBias);
        if (Projection is not null) yield return ("weightHr" + ending, Projection);
    }

    /// <summary>The multiply-adds of one time of one row.</summary>
    internal long MultiplyAdds => (long)InputWeight.Shape.Elements + HiddenWeight.Shape.Elements + (Projection?.Shape.Elements ?? 0);
}
