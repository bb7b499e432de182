using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Scaled dot-product attention, y = softmax(scale q kᵀ + mask) v: for each row of q the mean of the rows of v, weighted by how
    /// well their keys fit (<see href="https://arxiv.org/abs/1706.03762">Vaswani and others 2017</see>).</summary>
    /// <remarks>
    /// <para>A row that sees no key gives zeros, and its gradients are 0. What a mask hides must still be finite.</para>
    /// <para>Scores are made for some rows at a time and made again on the way back, so that memory grows with rows + keys, not with their
    /// product; unless the mask has a gradient, or gradients of gradients are asked for. The bits of a row depend on the row, its keys and
    /// values, and the sizes.</para>
    /// </remarks>
    /// <param name="query">q, of shape [..., rows, depth]: the leading axes of all tensors broadcast, such as batches and heads.</param>
    /// <param name="key">k, of shape [..., keys, depth].</param>
    /// <param name="value">v, of shape [..., keys, width].</param>
    /// <param name="mask">Broadcast to [..., rows, keys]: bool, true where a row sees a key; or of the type of q, added to the
    /// scores.</param>
    /// <param name="causal">Whether row i sees the keys 0 to i alone, beside what the mask says.</param>
    /// <param name="scale">What q is multiplied by; 1 / √depth when null.</param>
    /// <param name="dropout">The share of weights that are 0, the others divided by what is left; with <paramref name="draws"/>.</param>
    /// <param name="draws">Which weights are dropped: its draw (batch, row, key).</param>
    /// <returns>The shape [..., rows, width].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the tensors are not all float32 or all float64, or there is a dropout
    /// without draws.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or the dropout outside 0 to 1.</exception>
    public static Tensor Attention(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double? scale = null,
        double dropout = 0, RandomStream? draws = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var how = AttentionRule.Of(query, key, value, mask, causal, scale, dropout, draws);
        if (mask is not null && IsTracked(mask)) return how.Composed(query, key, value, mask);
        bool isTracked = IsTracked(query, key) || IsTracked(value);
        var (y, rows) = query.DType == DType.Float32
            ? Attend<float>(how, query, key, value, mask, isTracked) : Attend<double>(how, query, key, value, mask, isTracked);
        Check(nameof(Attention), y);
        return isTracked ? y.By(new AttentionNode(how, query, key, value, mask, y, rows)) : y;
    }

    /// <summary>What attention does beside its tensors, and their sizes.</summary>
    readonly record struct AttentionRule(Shape Batch, int Rows, int Keys, int Depth, int Width, double Scale, bool IsCausal, double Dropout,
        RandomStream Draws)
    {
        internal static AttentionRule Of(Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal, double? scale, double dropout,
            RandomStream? draws)
        {
            Tensor q = query, k = key, v = value;
            string shapes = $"Attention: {q.Shape} of {k.Shape} and {v.Shape}";
            if (q.Rank < 2 || k.Rank < 2 || v.Rank < 2)
                throw new ArgumentException($"{shapes}: each must be matrices [..., rows, columns]");
            if (!q.DType.IsFloating() || k.DType != q.DType || v.DType != q.DType)
                throw new ArgumentException($"Attention: {q.DType.Name()} with keys of {k.DType.Name()} and values of {v.DType.Name()}: "
                    + "all must be float32 or all float64; convert with To(DType)");
            if (q.Shape[-1] != k.Shape[-1])
                throw new ArgumentException($"{shapes}: query and key have {q.Shape[-1]} and {k.Shape[-1]} columns", nameof(key));
            if (k.Shape[-2] != v.Shape[-2])
                throw new ArgumentException($"{shapes}: {k.Shape[-2]} keys for {v.Shape[-2]} values", nameof(value));
            if (scale is { } factor && !double.IsFinite(factor))
                throw new ArgumentOutOfRangeException(nameof(scale), factor, "Attention: the scale must be finite");
            if (!(dropout is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Attention: the dropout must be from 0 to 1");
            if (dropout > 0 && draws is null)
                throw new ArgumentException("Attention: a dropout needs draws that say what is dropped", nameof(draws));
            var batch = Shape.Broadcast(new(q.BatchSizes), new(k.BatchSizes), $"{shapes}: batches");
            batch = Shape.Broadcast(batch, new(v.BatchSizes), $"{shapes}: batches");
            if (mask is not null)
            {
                if (mask.DType != DType.Bool && mask.DType != q.DType)
                    throw new ArgumentException(
                        $"Attention: {q.DType.Name()} with a mask of {mask.DType.Name()}; it must be bool or {q.DType.Name()}", nameof(mask));
                int rows = mask.Rank < 2 ? 1 : mask.Shape[-2], keys = mask.Rank < 1 ? 1 : mask.Shape[-1];
                if ((rows != 1 && rows != q.Shape[-2]) || (keys != 1 && keys != k.Shape[-2]))
                    throw new ArgumentException(
                        $"{shapes}: a mask of {mask.Shape} for {q.Shape[-2]} rows and {k.Shape[-2]} keys", nameof(mask));
                batch = Shape.Broadcast(batch, new(mask.BatchSizes), $"{shapes}: a mask of {mask.Shape}: batches");
            }
            int depth = q.Shape[-1];
            return new(batch, q.Shape[-2], k.Shape[-2], depth, v.Shape[-1], scale ?? (depth == 0 ? 1 : 1 / Math.Sqrt(depth)), causal,
                dropout, draws ?? default);
        }

        internal Shape Of(int rows, int columns) => Shape.Of(nameof(Attention), [.. Batch, rows, columns]);

        /// <summary>The same by operations that can be differentiated.</summary>
        internal Tensor Composed(Tensor q, Tensor k, Tensor v, Tensor? mask)
        {
            var weights = Weights(q, k, mask);
            return (Kept(q.DType) is { } kept ? weights * kept : weights).MatMul(v);
        }

        /// <summary>The shares that each row gives to the keys, before any is dropped.</summary>
        internal Tensor Weights(Tensor q, Tensor k, Tensor? mask)
        {
            var scores = (q * Scale).MatMul(k.Transpose(-1, -2));
            if (mask is not null) scores = mask.DType == DType.Bool ? Where(mask, scores, double.NegativeInfinity) : scores + mask;
            if (IsCausal) scores = Where(Arange(Rows).Unsqueeze(1) >= Arange(Keys), scores, double.NegativeInfinity);
            if (Keys == 0 || (mask is null && !IsCausal)) return scores.Softmax();
            return Where(scores.Detach().Max(-1, keepDims: true).EqualTo(double.NegativeInfinity), 0, scores.Softmax());
        }

        /// <summary>What each weight is multiplied by; null where none is dropped.</summary>
        internal Tensor? Kept(DType dtype)
        {
            if (Dropout == 0) return null;
            var draws = new float[Of(Rows, Keys).Elements];
            Draws.Start().Fill(draws);
            double kept = 1.0 - (float)Dropout;
            return (Own(draws, Of(Rows, Keys)) >= (float)Dropout).To(dtype) * (kept == 0 ? 0 : 1 / kept);
        }
    }

    /// <summary>The result, and of each row, where they are wanted, its largest score and the sum of its weights.</summary>
    static (Tensor Y, Tensor? Rows) Attend<T>(AttentionRule how, Tensor q, Tensor k, Tensor v, Tensor? mask, bool keeps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = UnfilledAs<T>(q, how.Of(how.Rows, how.Width));
        int rows = how.Batch.Elements * how.Rows;
        var kept = keeps ? Unfilled<T>(new(2, rows), out _) : null;
        Attend<T>(how, q, k, v, mask, y, kept);
        return (y, kept);
    }

    /// <summary>Runs the kernel over y; or, when its gradient is given, over those of q, k and v that are wanted.</summary>
    static unsafe void Attend<T>(AttentionRule how, Tensor q, Tensor k, Tensor v, Tensor? mask, Tensor y, Tensor? kept, Tensor? dy = null,
        Tensor? dq = null, Tensor? dk = null, Tensor? dv = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var call = new AttentionCall<T>
        {
            Products = how.Batch.Elements,
            Rows = how.Rows,
            Keys = how.Keys,
            Depth = how.Depth,
            Width = how.Width,
            Scale = T.CreateChecked(how.Scale),
            IsCausal = how.IsCausal,
            Dropped = (float)how.Dropout,
            Stream = how.Draws,
        };
        if (call.Blocks > 1) (k, v) = (k.InColumns(), dy is null ? v : v.InColumns()); // that not each block turns them again
        mask = mask?.ExpandTo(how.Of(how.Rows, how.Keys), nameof(Attention));
        fixed (T* pq = q.Whole<T>(nameof(Attention)), pk = k.Whole<T>(nameof(Attention)), pv = v.Whole<T>(nameof(Attention)),
            py = y.Whole<T>(nameof(Attention)), pkept = kept is null ? default : kept.Whole<T>(nameof(Attention)),
            pdy = Whole<T>(dy), pdq = Whole<T>(dq), pdk = Whole<T>(dk), pdv = Whole<T>(dv),
            added = mask?.DType == DType.Bool ? default : Whole<T>(mask))
        fixed (bool* allowed = mask?.DType == DType.Bool ? mask.Whole<bool>(nameof(Attention)) : default)
        fixed (int* sq = q.Starts(how.Batch), sk = k.Starts(how.Batch), sv = v.Starts(how.Batch), sy = y.Starts(how.Batch),
            smask = mask?.Starts(how.Batch), sdy = dy?.Starts(how.Batch), sdq = dq?.Starts(how.Batch), sdk = dk?.Starts(how.Batch),
            sdv = dv?.Starts(how.Batch))
        {
            (call.Q, call.K, call.V, call.Y) = (Matrices(q, pq, sq), Matrices(k, pk, sk), Matrices(v, pv, sv), Matrices(y, py, sy));
            (call.Added, call.Allowed) = (Matrices(mask, added, smask), Matrices(mask, (byte*)allowed, smask));
            if (kept is not null)
            {
                call.Largest = pkept;
                call.Sums = pkept + kept.Shape[1];
            }
            if (dy is null) AttentionForward.Run(call);
            else AttentionBackward.Run(call, new()
            {
                Y = Matrices(dy, pdy, sdy),
                Q = Matrices(dq, pdq, sdq),
                K = Matrices(dk, pdk, sdk),
                V = Matrices(dv, pdv, sdv),
            });
        }
        foreach (var tensor in (ReadOnlySpan<Tensor?>)[q, k, v, mask, y, kept, dy, dq, dk, dv]) GC.KeepAlive(tensor);
    }

    static Span<T> Whole<T>(Tensor? x) where T : unmanaged => x is null ? default : x.Whole<T>(nameof(Attention));

    static unsafe Matrices<T> Matrices<T>(Tensor? x, T* first, int* starts) where T : unmanaged =>
        x is null ? default : new(first, starts, x.Distance(2), x.Distance(1));

    /// <summary>The same matrices, or a copy of them that lies column by column.</summary>
    Tensor InColumns() => Distance(2) == 1 ? this : Detach().Transpose(-1, -2).Contiguous().Transpose(-1, -2);

    /// <summary>Memory for matrices that lie as those of <paramref name="like"/> do: one after the other, or, as heads of attention often do,
    /// beside one another.</summary>
    static Tensor UnfilledAs<T>(Tensor like, Shape shape) where T : unmanaged
    {
        bool areBeside = like.Rank > 2 && like.Shape[-3] > 1 && like._strides[^3] > 0 && like._strides[^3] < like._strides[^2];
        if (!areBeside) return Unfilled<T>(shape, out _);
        int[] sizes = [.. shape];
        (sizes[^3], sizes[^2]) = (sizes[^2], sizes[^3]);
        return Unfilled<T>(new Shape(sizes), out _).Transpose(-3, -2);
    }

    sealed class AttentionNode : Node
    {
        readonly AttentionRule _how;
        readonly bool _hasMask;

        public AttentionNode(AttentionRule how, Tensor q, Tensor k, Tensor v, Tensor? mask, Tensor y, Tensor? rows) : base(q, k, v)
        {
            (_how, _hasMask) = (how, mask is not null);
            Save(q, k, v, mask, y, rows);
        }

        protected override void Backward(Tensor dy)
        {
            if (Gradients.AreOn) Composed(dy);
            else if (dy.DType == DType.Float32) InBlocks<float>(dy);
            else InBlocks<double>(dy);
        }

        void InBlocks<T>(Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Tensor q = Saved(0), k = Saved(1), v = Saved(2);
            var dq = Needs(0) ? UnfilledAs<T>(q, _how.Of(_how.Rows, _how.Depth)) : null;
            var dk = Needs(1) ? UnfilledAs<T>(k, _how.Of(_how.Keys, _how.Depth)) : null;
            var dv = Needs(2) ? UnfilledAs<T>(v, _how.Of(_how.Keys, _how.Width)) : null;
            Attend<T>(_how, q, k, v, _hasMask ? Saved(3) : null, Saved(4), Saved(5), dy, dq, dk, dv);
            if (dq is not null) Give(0, dq);
            if (dk is not null) Give(1, dk);
            if (dv is not null) Give(2, dv);
        }

        /// <summary>The same by operations that can be differentiated again.</summary>
        void Composed(Tensor dy)
        {
            Tensor q = Saved(0), k = Saved(1), v = Saved(2);
            var weights = _how.Weights(q, k, _hasMask ? Saved(3) : null);
            var kept = _how.Kept(q.DType);
            var slopes = dy.MatMul(v.Transpose(-1, -2));
            if (kept is not null) slopes *= kept;
            var inner = weights * (slopes - (slopes * weights).Sum(-1, keepDims: true)) * _how.Scale;
            Give(0, inner.MatMul(k));
            Give(1, inner.Transpose(-1, -2).MatMul(q));
            Give(2, (kept is null ? weights : weights * kept).Transpose(-1, -2).MatMul(dy));
        }
    }
}
