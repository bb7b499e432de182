namespace Cairn.Layers;

/// <summary>The weights of one recurrent layer in one direction; the rows of each stand gate after gate.</summary>
/// <param name="InputWeight">W, [gates · hidden, inputs].</param>
/// <param name="HiddenWeight">U, [gates · hidden, hidden].</param>
/// <param name="InputBias">b, [gates · hidden]; null when left out.</param>
/// <param name="HiddenBias">c, [gates · hidden]; null when left out.</param>
public sealed record RecurrentWeights(Parameter InputWeight, Parameter HiddenWeight, Parameter? InputBias, Parameter? HiddenBias)
{
    /// <summary>Weights that are not drawn yet: W within ± √(6 / (inputs + rows)), U within ± 1 / √hidden, c of zeros.</summary>
    internal static RecurrentWeights Of(int inputs, int hidden, int gates, bool bias, Initializers.Initializer inputBias)
    {
        int rows = (int)Math.Min((long)gates * hidden, int.MaxValue);
        return new(new(Initializers.Initializer.XavierUniform, rows, inputs), new(Initializers.Initializer.FanInUniform, rows, hidden),
            bias ? new(inputBias, rows) : null, bias ? new(Initializers.Initializer.Zeros, rows) : null);
    }

    /// <summary>The weights under the names that they have in files.</summary>
    internal IEnumerable<(string, object)> Named(string ending)
    {
        yield return ("weightIh" + ending, InputWeight);
        yield return ("weightHh" + ending, HiddenWeight);
        if (InputBias is not null) yield return ("biasIh" + ending, InputBias);
        if (HiddenBias is not null) yield return ("biasHh" + ending, HiddenBias);
    }

    /// <summary>The multiply-adds of one time of one row.</summary>
    internal long MultiplyAdds => (long)InputWeight.Shape.Elements + HiddenWeight.Shape.Elements;
}
