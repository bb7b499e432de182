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
    readonly Walk _walk;

    /// <param name="walk">One layer in one direction.</param>
    /// <param name="gates">How many gates stand one above the other in the weights.</param>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="bidirectional">Whether in both directions.</param>
    /// <param name="dropout">The share to drop between layers.</param>
    /// <param name="returnsLast">Whether a link of a chain gives the last output alone.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="inputBias">What the input's biases start from; zeros when null.</param>
    /// <param name="projection">The length of what is passed on, below that of a state; null where it is the state.</param>
    internal RecurrentStack(Walk walk, int gates, int inputs, int hidden, int layers, bool bidirectional, double dropout, bool returnsLast, bool bias,
        Initializer? inputBias = null, int? projection = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, MostLayers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hidden, int.MaxValue / 4);
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The rate lies in [0, 1]");
        if (projection < 1 || projection >= hidden)
            throw new ArgumentOutOfRangeException(nameof(projection), projection, $"A projection lies in [1, hidden - 1], and hidden is {hidden}");
        (_walk, Inputs, Hidden, Layers, IsBidirectional, Dropout, HasBias, ReturnsLast, Projection) =
            (walk, inputs, hidden, layers, bidirectional, dropout, bias, returnsLast, projection);
        _weights = new RecurrentWeights[layers * Directions];
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = RecurrentWeights.Of(i < Directions ? inputs : Passed * Directions, hidden, gates, bias, inputBias ?? Initializer.Zeros, projection);
    }

    internal int Inputs { get; }

    internal int Hidden { get; }

    internal int Layers { get; }

    internal bool IsBidirectional { get; }

    internal double Dropout { get; }

    internal bool HasBias { get; }

    internal bool ReturnsLast { get; }

    internal int? Projection { get; }

    /// <summary>The length of what goes on to the next time and the next layer.</summary>
    internal int Passed => Projection ?? Hidden;

    internal int Directions => IsBidirectional ? 2 : 1;

    internal IReadOnlyList<RecurrentWeights> Weights => _weights;

    internal IEnumerable<(string, object)> Held => _weights.SelectMany((w, i) => w.Named(string.Create(CultureInfo.InvariantCulture,
        $"L{i / Directions}{(i % Directions == 1 ? "Reverse" : "")}")));

    /// <summary>One layer in one direction: x, its weights, its first states and the lengths give outputs and last states.</summary>
    internal delegate (Tensor Outputs, Tensor[] Last) Walk(Tensor x, RecurrentWeights weights, Tensor?[] first, ReadOnlySpan<int> lengths);

    /// <summary>Walks through all layers.</summary>
    /// <param name="owner">The layer that asks.</param>
    /// <param name="x">[rows, times, inputs].</param>
    /// <param name="first">For each kind of state those at the beginning, [layers · directions, rows, its length].</param>
    /// <param name="lengths">How many times each row has; all where there are none.</param>
    /// <returns>The outputs of the uppermost layer, and the last states of every layer and direction, kind by kind.</returns>
    internal (Tensor Outputs, Tensor[][] Last) Run(Module owner, Tensor x, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check(owner, x, first, lengths);
        var last = Array.ConvertAll(first, _ => new Tensor[_weights.Length]);
        for (int layer = 0; layer < Layers; layer++)
        {
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int i = layer * Directions + direction;
                var along = direction == 0 ? x : Turned(x, lengths);
                var (y, states) = _walk(along, _weights[i], Array.ConvertAll(first, state => state?[i]), lengths);
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
    /// <param name="owner">The layer that asks.</param>
    /// <param name="x">[rows, times, inputs].</param>
    /// <param name="kinds">How many kinds of state there are; of the first are the outputs.</param>
    internal Tensor Answer(Module owner, Tensor x, int kinds)
    {
        var (outputs, last) = Run(owner, x, new Tensor?[kinds], default);
        return !ReturnsLast ? outputs : Directions == 1 ? last[0][^1] : Tensor.Concat([last[0][^2], last[0][^1]], 1);
    }

    void Check(Module owner, Tensor x, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        string Name() => Cairn.Layers.Inputs.Named(owner);
        Cairn.Layers.Inputs.CheckSequence(x, Inputs, owner);
        Cairn.Layers.Inputs.CheckType(x, _weights[0].InputWeight, owner);
        for (int kind = 0; kind < first.Length; kind++)
        {
            var expected = new Shape(_weights.Length, x.Shape[0], kind == 0 ? Passed : Hidden);
            if (first[kind] is { } state && state.Shape != expected)
                throw new ArgumentException($"{Name()}: a first state of {state.Shape} where {expected} is expected, "
                    + $"[layers · directions, rows, {(kind == 0 && Projection is not null ? "projection" : "hidden")}]", nameof(first));
        }
        if (lengths.Length > 0 && lengths.Length != x.Shape[0])
            throw new ArgumentException($"{Name()}: {lengths.Length} lengths for {x.Shape[0]} rows", nameof(lengths));
        foreach (int length in lengths)
            if (length < 0 || length > x.Shape[1])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{Name()}: a length of {length} for {x.Shape[1]} times"), nameof(lengths));
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
        if (Projection is { } projection) writer.Set("projection", projection);
        writer.Set(owner);
    }

    /// <summary>Makes a layer of its options: inputs, hidden, layers, bidirectional, dropout, returnsLast, bias.</summary>
    internal delegate TLayer Make<TLayer>(int inputs, int hidden, int layers, bool bidirectional, double dropout, bool returnsLast, bool bias);

    /// <summary>Makes a layer of the options of a file.</summary>
    internal static TLayer Read<TLayer>(ArtefactReader reader, Make<TLayer> make) where TLayer : Module =>
        reader.Into(make((int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue),
            (int)reader.Integer("layers", 1, MostLayers), reader.Flag("is-bidirectional"), reader.Number("dropout"), reader.Flag("returns-last"),
            reader.Flag("has-bias")));

    /// <summary>Sizes, and what is not as usual.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Inputs} -> {Passed * Directions}{(Projection is null ? "" : $", hidden {Hidden}")}{(Layers == 1 ? "" : $", {Layers} layers")}")
        + (IsBidirectional ? ", both directions" : "") + (Dropout == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", dropout {Dropout}")) + (HasBias ? "" : ", no bias")
        + (ReturnsLast ? ", the last" : "");
}
