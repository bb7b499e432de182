using System.Globalization;
using Cairn.Initializers;
using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The last layer of a network of very many classes: logits x Wᵀ + b for all of them, and, while training, a loss that looks at few
/// of the wrong ones (candidate sampling, Jean et al. 2015).</summary>
/// <remarks>
/// <para><see cref="Forward"/> gives the logits, [rows, classes]. <see cref="LossOf"/> gives the cross-entropy of the classes that are right
/// without making all logits: S candidates are drawn evenly, none twice and the same for all rows, and stand for the others,
/// -log(e^z(y) / (e^z(y) + (C - 1) / n Σ e^z(s))) over the n candidates that are not right.</para>
/// <para>With as many candidates as classes it is the whole cross-entropy; with more of them it comes nearer to it, as its gradient does.
/// Only the rows of W that are looked at get a gradient.</para>
/// </remarks>
public sealed class SampledSoftmax : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("sampled-softmax", 1), reader => reader.Into(
        new SampledSoftmax((int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("classes", 2, int.MaxValue),
            (int)reader.Integer("candidates", 2, int.MaxValue))));

    readonly Parameter _weight, _bias;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="features">The size of the last axis of what comes in.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="candidates">S, from 2 to the classes.</param>
    /// <param name="initializer">What W is drawn from; <see cref="Initializer.XavierUniform"/> unless given. b starts at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public SampledSoftmax(int features, int classes, int candidates, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidates, classes);
        (Features, Classes, Candidates) = (features, classes, candidates);
        _weight = new(initializer ?? Initializer.XavierUniform, classes, features);
        _bias = new(Initializer.Zeros, classes);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Features { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many of them a step of training looks at.</summary>
    public int Candidates { get; }

    /// <summary>W, [classes, features].</summary>
    public Parameter Weight => _weight;

    /// <summary>b, [classes].</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Linear(_weight, _bias));
    }

    /// <summary>The loss of every row, [rows]: by candidates while training, by all classes in evaluation.</summary>
    /// <param name="x">[rows, features].</param>
    /// <param name="classes">The classes that are right, int32 or int64 [rows].</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Tensor LossOf(Tensor x, Tensor classes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(classes);
        Inputs.CheckRows(x, Features, this);
        Inputs.CheckType(x, _weight, this);
        if (classes.DType is not (DType.Int32 or DType.Int64) || classes.Rank != 1 || classes.Shape[0] != x.Shape[0])
            throw new ArgumentException($"SampledSoftmax: {x.Shape} with classes {classes.Shape} of {classes.DType.Name()}; give one int32 "
                + "number a row", nameof(classes));
        if (!Mode.IsTraining) return Forward(x).CrossEntropyFromLogits(classes);
        int[] drawn = Draw();
        var candidates = Tensor.From(drawn);
        var right = (x * _weight.Value.Embedding(classes)).Sum(-1) + Biases(classes);
        var others = x.Linear(_weight.Value.Embedding(candidates), Biases(candidates));
        var all = Tensor.Concat([right.Unsqueeze(1), others + Corrections(classes.To(DType.Int32).ToArray<int>(), drawn).To(x.DType)], 1);
        return all.CrossEntropyFromLogits(Tensor.From(new int[x.Shape[0]]));
    }

    Tensor Biases(Tensor classes) => _bias.Value.Reshape(Classes, 1).Embedding(classes).Reshape(classes.Shape[0]);

    /// <summary>S different classes (Floyd's way: one draw each).</summary>
    int[] Draw()
    {
        var rng = Mode.Stream(Path, "candidates").Start();
        var seen = new HashSet<int>();
        var drawn = new int[Candidates];
        for (int i = 0; i < drawn.Length; i++)
        {
            int most = Classes - Candidates + i, at = rng.Index(most + 1);
            drawn[i] = seen.Add(at) ? at : most;
            seen.Add(drawn[i]);
        }
        return drawn;
    }

    /// <summary>log((C - 1) / n) for a candidate that stands for others, and so little that it counts for nothing where it is the right one.</summary>
    Tensor Corrections(int[] classes, int[] drawn)
    {
        var corrections = new double[classes.Length * drawn.Length];
        for (int r = 0; r < classes.Length; r++)
        {
            int right = Array.IndexOf(drawn, classes[r]), others = right < 0 ? drawn.Length : drawn.Length - 1;
            corrections.AsSpan(r * drawn.Length, drawn.Length).Fill(SafeMath.Log((Classes - 1.0) / others));
            if (right >= 0) corrections[r * drawn.Length + right] = -1e30;
        }
        return Tensor.From<double>(corrections, classes.Length, drawn.Length);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", Features);
        writer.Set("classes", Classes);
        writer.Set("candidates", Candidates);
        writer.Set(this);
    }

    /// <summary>One line: sizes.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"SampledSoftmax {Features} -> {Classes}, {Candidates} candidates");
}
