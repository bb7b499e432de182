using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Recurrent layers one above the other, each in one or both directions of time: what <see cref="Rnn"/>, <see cref="Gru"/> and
/// <see cref="Lstm"/> have in common.</summary>
sealed class RecurrentStack
{
    const int MostLayers = 64;

    readonly RecurrentWeights[] _weights;

    internal RecurrentStack(int inputs, int hidden, int gates, int layers, bool bidirectional, double dropout, bool bias, bool returnsLast,
        Initializer? inputBias = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, MostLayers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hidden, int.MaxValue / 4);
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The rate lies in [0, 1]");
        (Inputs, Hidden, Layers, IsBidirectional, Dropout, HasBias, ReturnsLast) =
            (inputs, hidden, layers, bidirectional, dropout, bias, returnsLast);
        _weights = new RecurrentWeights[layers * Directions];
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = RecurrentWeights.Of(i < Directions ? inputs : hidden * Directions, hidden, gates, bias, inputBias ?? Initializer.Zeros);
    }

    internal int Inputs { get; }

    internal int Hidden { get; }

    internal int Layers { get; }

    internal bool IsBidirectional { get; }

    internal double Dropout { get; }

    internal bool HasBias { get; }

    internal bool ReturnsLast { get; }

    internal int Directions => IsBidirectional ? 2 : 1;

    internal IReadOnlyList<RecurrentWeights> Weights => _weights;

    internal IEnumerable<(string, object)> Held => _weights.SelectMany((w, i) => w.Named(string.Create(CultureInfo.InvariantCulture,
        $"L{i / Directions}{(i % Directions == 1 ? "Reverse" : "")}")));

    /// <summary>One layer in one direction: x, its weights, its first states and the lengths give outputs and last states.</summary>
    internal delegate (Tensor Outputs, Tensor[] Last) Walk(Tensor x, RecurrentWeights weights, Tensor?[] first, ReadOnlySpan<int> lengths);

    /// <summary>Walks through all layers.</summary>
    /// <param name="owner">The layer that asks.</param>
    /// <param name="walk">One layer in one direction.</param>
    /// <param name="x">[rows, times, inputs].</param>
    /// <param name="first">For each kind of state those at the beginning, [layers · directions, rows, hidden].</param>
    /// <param name="lengths">How many times each row has; all where there are none.</param>
    /// <returns>The outputs of the uppermost layer, and the last states of every layer and direction, kind by kind.</returns>
    internal (Tensor Outputs, Tensor[][] Last) Run(Module owner, Walk walk, Tensor x, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        Check(owner, x, first, lengths);
        var last = Array.ConvertAll(first, _ => new Tensor[_weights.Length]);
        for (int layer = 0; layer < Layers; layer++)
        {
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int i = layer * Directions + direction;
                var along = direction == 0 ? x : Turned(x, lengths);
                var (y, states) = walk(along, _weights[i], Array.ConvertAll(first, state => state?[i]), lengths);
                outputs[direction] = direction == 0 ? y : Turned(y, lengths);
                for (int kind = 0; kind < last.Length; kind++) last[kind][i] = states[kind];
            }
            x = Directions == 1 ? outputs[0] : Tensor.Concat(outputs, 2);
            if (layer < Layers - 1 && Mode.IsTraining && Dropout > 0)
                x = Cairn.Layers.Dropout.Kept(x, Masks.Draw(x.DType, x.Shape, 1 - Dropout, owner.Path, "dropout"), Dropout);
        }
        return (x, last);
    }

    /// <summary>What the layer gives as a link of a chain: all outputs, or what the uppermost layer has at the end.</summary>
    internal Tensor Answer(Tensor outputs, Tensor[] last) =>
        !ReturnsLast ? outputs : Directions == 1 ? last[^1] : Tensor.Concat([last[^2], last[^1]], 1);

    void Check(Module owner, Tensor x, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        string name = owner.GetType().Name;
        Cairn.Layers.Inputs.CheckSequence(x, Inputs, owner);
        Cairn.Layers.Inputs.CheckType(x, _weights[0].InputWeight, owner);
        var expected = new Shape(_weights.Length, x.Shape[0], Hidden);
        foreach (var state in first)
            if (state is not null && state.Shape != expected)
                throw new ArgumentException($"{name}: a first state of {state.Shape} where {expected} is expected, "
                    + "[layers · directions, rows, hidden]", nameof(first));
        if (lengths.Length > 0 && lengths.Length != x.Shape[0])
            throw new ArgumentException($"{name}: {lengths.Length} lengths for {x.Shape[0]} rows", nameof(lengths));
        foreach (int length in lengths)
            if (length < 0 || length > x.Shape[1])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}: a length of {length} for {x.Shape[1]} times"), nameof(lengths));
    }

    /// <summary>Each row from its last time to its first; what lies behind a row's length stays there.</summary>
    static Tensor Turned(Tensor x, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty) return x.Flip(1);
        int times = x.Shape[1];
        var places = new int[lengths.Length * times];
        for (int r = 0; r < lengths.Length; r++)
            for (int t = 0; t < times; t++) places[r * times + t] = t < lengths[r] ? lengths[r] - 1 - t : t;
        return x.Gather(1, Tensor.From(places).Reshape(lengths.Length, times, 1).BroadcastTo([.. x.Shape]));
    }

    /// <summary>Every weight once for every time of every row.</summary>
    internal long MultiplyAdds(Shape input) => (long)input[0] * input[1] * _weights.Sum(w => w.MultiplyAdds);

    internal void Write(ArtefactWriter writer, Module owner)
    {
        writer.Set("inputs", Inputs);
        writer.Set("hidden", Hidden);
        writer.Set("layers", Layers);
        writer.Set("is-bidirectional", IsBidirectional);
        writer.Set("dropout", Dropout);
        writer.Set("has-bias", HasBias);
        writer.Set("returns-last", ReturnsLast);
        writer.Set(owner);
    }

    /// <summary>Makes a layer of the options of a file.</summary>
    internal static TLayer Read<TLayer>(ArtefactReader reader, Func<int, int, int, bool, double, bool, bool, TLayer> make) where TLayer : Module =>
        reader.Into(make((int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue),
            (int)reader.Integer("layers", 1, MostLayers), reader.Flag("is-bidirectional"), reader.Number("dropout"), reader.Flag("has-bias"),
            reader.Flag("returns-last")));

    /// <summary>Sizes, and what is not as usual.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Inputs} -> {Hidden * Directions}{(Layers == 1 ? "" : $", {Layers} layers")}{(IsBidirectional ? ", both directions" : "")}")
        + (Dropout == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", dropout {Dropout}")) + (HasBias ? "" : ", no bias")
        + (ReturnsLast ? ", the last" : "");
}
