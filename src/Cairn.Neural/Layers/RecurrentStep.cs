using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The weights of one step of a recurrent layer: what <see cref="RnnCell"/>, <see cref="GruCell"/> and <see cref="LstmCell"/> have in
/// common.</summary>
sealed class RecurrentStep
{
    internal RecurrentStep(int inputs, int hidden, int gates, bool bias, Initializer? inputBias = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Weights = RecurrentWeights.Of(inputs, hidden, gates, bias, inputBias ?? Initializer.Zeros);
    }

    internal RecurrentWeights Weights { get; }

    internal int Inputs => Weights.InputWeight.Shape[1];

    internal int Hidden => Weights.HiddenWeight.Shape[1];

    /// <exception cref="ArgumentException">x is not [rows, inputs], or of another type than the weights.</exception>
    internal void Check(Module owner, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Cairn.Layers.Inputs.CheckRows(x, Inputs, owner);
        Cairn.Layers.Inputs.CheckType(x, Weights.InputWeight, owner);
    }

    internal long MultiplyAdds(Shape input) => input[0] * Weights.MultiplyAdds;

    internal void Write(ArtefactWriter writer, Module owner)
    {
        writer.Set("inputs", Inputs);
        writer.Set("hidden", Hidden);
        writer.Set("has-bias", Weights.InputBias is not null);
        writer.Set(owner);
    }

    /// <summary>Makes a cell of the options of a file.</summary>
    internal static TCell Read<TCell>(ArtefactReader reader, Func<int, int, bool, TCell> make) where TCell : Module =>
        reader.Into(make((int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue), reader.Flag("has-bias")));

    /// <summary>Sizes, and whether biases are left out.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Inputs} -> {Hidden}{(Weights.InputBias is null ? ", no bias" : "")}");
}
