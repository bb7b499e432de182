using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Cells that carry a state through time. The products with the input are one product for all times; from there on one operation walks
// through them, and its derivative walks back.
public sealed partial class Tensor
{
    /// <summary>A recurrent layer over [batch, times, inputs]: h' = f(x Wᵀ + b + h Uᵀ + c) with tanh or relu for f.</summary>
    /// <param name="inputWeights">W, of shape [hidden, inputs].</param>
    /// <param name="hiddenWeights">U, of shape [hidden, hidden].</param>
    /// <param name="inputBias">b, of shape [hidden]; null for none.</param>
    /// <param name="hiddenBias">c, of shape [hidden]; null for none.</param>
    /// <param name="hidden">The state before the first time, [batch, hidden]; zeros when null.</param>
    /// <param name="lengths">How many times each row of the batch has; all where there are none. Later outputs are 0, and the last state is
    /// that of the row's last time.</param>
    /// <param name="activation">f: <see cref="Activation.Tanh"/> or <see cref="Activation.Relu"/>.</param>
    /// <returns>The outputs [batch, times, hidden] and the last state [batch, hidden].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the tensors are not all float32 or all float64, a length is outside 0 to the times, or
    /// the activation is another.</exception>
    public (Tensor Outputs, Tensor Hidden) Rnn(Tensor inputWeights, Tensor hiddenWeights, Tensor? inputBias = null, Tensor? hiddenBias = null,
        Tensor? hidden = null, ReadOnlySpan<int> lengths = default, Activation activation = Activation.Tanh)
    {
        var kind = activation switch
        {
            Activation.Tanh => CellKind.Tanh,
            Activation.Relu => CellKind.Relu,
            _ => throw new ArgumentException($"Rnn: the activation is Tanh or Relu, not {activation}", nameof(activation)),
        };
        var (outputs, last) = Recur(nameof(Rnn), kind, inputWeights, hiddenWeights, inputBias, hiddenBias, null, [hidden], lengths);
        return (outputs, last[0]);
    }

    /// <summary>A layer of gated recurrent units over [batch, times, inputs]
    /// (<see href="https://arxiv.org/abs/1406.1078">Cho and others 2014</see>): r, z = σ(x Wᵀ + b + h Uᵀ + c),
    /// n = tanh(x Wᵀ + b + r (h Uᵀ + c)), h' = (1 - z) n + z h; the rows of the weights stand in the order r, z, n.</summary>
    /// <remarks>Cho and others let r work on the state, n = tanh(x Wᵀ + b + (r h) Uᵀ + c), as <paramref name="resetAfter"/> false does; on the product with
    /// it, which is one for all gates, it works in cuDNN and PyTorch. Weights of one do not serve the other.</remarks>
    /// <param name="inputWeights">W, of shape [3 · hidden, inputs].</param>
    /// <param name="hiddenWeights">U, of shape [3 · hidden, hidden].</param>
    /// <param name="inputBias">b, of shape [3 · hidden]; null for none.</param>
    /// <param name="hiddenBias">c, of shape [3 · hidden]; null for none.</param>
    /// <param name="hidden">The state before the first time, [batch, hidden]; zeros when null.</param>
    /// <param name="lengths">How many times each row of the batch has; all where there are none. Later outputs are 0, and the last state is
    /// that of the row's last time.</param>
    /// <param name="resetAfter">Whether r multiplies the product with the state, else the state before the product.</param>
    /// <returns>The outputs [batch, times, hidden] and the last state [batch, hidden].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the tensors are not all float32 or all float64, or a length is outside 0 to the times.</exception>
    public (Tensor Outputs, Tensor Hidden) Gru(Tensor inputWeights, Tensor hiddenWeights, Tensor? inputBias = null, Tensor? hiddenBias = null,
        Tensor? hidden = null, ReadOnlySpan<int> lengths = default, bool resetAfter = true)
    {
        var kind = resetAfter ? CellKind.Gru : CellKind.EarlyGru;
        var (outputs, last) = Recur(nameof(Gru), kind, inputWeights, hiddenWeights, inputBias, hiddenBias, null, [hidden], lengths);
        return (outputs, last[0]);
    }

    /// <summary>A layer of long short-term memory over [batch, times, inputs]
    /// (<see href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter, Schmidhuber 1997</see>, with forget gates):
    /// i, f, o = σ(x Wᵀ + b + h Uᵀ + c), g = tanh(the same), m' = f m + i g, h' = o tanh m'; the rows of the weights stand in the order i, f, g, o.</summary>
    /// <remarks>With a projection R, h' = R (o tanh m'): fewer numbers that go through time than are remembered
    /// (<see href="https://arxiv.org/abs/1402.1128">Sak, Senior, Beaufays 2014</see>).</remarks>
    /// <param name="inputWeights">W, of shape [4 · hidden, inputs].</param>
    /// <param name="hiddenWeights">U, of shape [4 · hidden, hidden], or [4 · hidden, projected].</param>
    /// <param name="inputBias">b, of shape [4 · hidden]; null for none.</param>
    /// <param name="hiddenBias">c, of shape [4 · hidden]; null for none.</param>
    /// <param name="hidden">h before the first time, [batch, hidden] or [batch, projected]; zeros when null.</param>
    /// <param name="cell">m before the first time, [batch, hidden]; zeros when null.</param>
    /// <param name="lengths">How many times each row of the batch has; all where there are none. Later outputs are 0, and the last states are
    /// those of the row's last time.</param>
    /// <param name="projection">R, of shape [projected, hidden]; null for none.</param>
    /// <returns>The outputs [batch, times, hidden], the last h and the last m [batch, hidden]; projected in place of hidden for outputs and h where
    /// there is a projection.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the tensors are not all float32 or all float64, or a length is outside 0 to the times.</exception>
    public (Tensor Outputs, Tensor Hidden, Tensor Cell) Lstm(Tensor inputWeights, Tensor hiddenWeights, Tensor? inputBias = null,
        Tensor? hiddenBias = null, Tensor? hidden = null, Tensor? cell = null, ReadOnlySpan<int> lengths = default, Tensor? projection = null)
    {
        var (outputs, last) = Recur(nameof(Lstm), CellKind.Lstm, inputWeights, hiddenWeights, inputBias, hiddenBias, projection, [hidden, cell], lengths);
        return (outputs, last[0], last[1]);
    }

    enum CellKind { Tanh, Relu, Gru, EarlyGru, Lstm }

    static int Gates(CellKind kind) => kind switch { CellKind.Gru or CellKind.EarlyGru => 3, CellKind.Lstm => 4, _ => 1 };

    (Tensor Outputs, Tensor[] Last) Recur(string operation, CellKind kind, Tensor w, Tensor u, Tensor? b, Tensor? c, Tensor? r,
        Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(u);
        if (Rank != 3 || Shape[1] == 0) throw new ArgumentException($"{operation}: {Shape} is not [batch, times, inputs] with one time at least");
        if (!DType.IsFloating())
            throw new ArgumentException($"{operation}: the elements are {DType.Name()}, not float32 or float64; convert them with To(DType)");
        int gates = Gates(kind), rows = Shape[0], times = Shape[1], passed = u.Rank == 2 ? u.Shape[1] : 0, hidden = r is null ? passed : u.Shape[0] / gates;
        CheckShape(operation, "inputWeights", w, gates * hidden, Shape[2]);
        CheckShape(operation, "hiddenWeights", u, gates * hidden, passed);
        if (r is not null) CheckShape(operation, "projection", r, passed, hidden);
        if (b is not null) CheckShape(operation, "inputBias", b, gates * hidden);
        if (c is not null) CheckShape(operation, "hiddenBias", c, gates * hidden);
        for (int i = 0; i < first.Length; i++)
            if (first[i] is { } state) CheckShape(operation, "state", state, rows, i == 0 ? passed : hidden);
        if (lengths.Length > 0 && lengths.Length != rows)
            throw new ArgumentException($"{operation}: {lengths.Length} lengths for a batch of {rows}", nameof(lengths));
        foreach (int length in lengths)
            if (length < 0 || length > times)
                throw new ArgumentException($"{operation}: a length of {length} for {times} times", nameof(lengths));

        // only where a gate works on the product with the state does that need its bias for itself
        bool isApart = kind == CellKind.Gru && c is not null;
        var bias = isApart || c is null ? b : b is null ? c : b + c;
        var products = Transpose(0, 1).Contiguous().Linear(w, bias);
        var h = first[0];
        if (r is not null && h is not null)
        {
            // what walks through time is not projected yet; a first state, of which only the projection is known, joins the first products
            products = Concat([products[..1] + h.Linear(u).Unsqueeze(0), products[1..]], 0);
            first = [null, .. first[1..]];
        }
        Tensor[] parts = [.. first.Select(state => state ?? ZerosOf(DType, rows, hidden))];
        var start = parts.Length == 1 ? parts[0] : Concat(parts, 1);
        var states = ThroughTime(operation, kind, products, u, isApart ? c : null, r, start, lengths.ToArray());
        Tensor end = states[times - 1], outputs = first.Length == 1 ? states : states[.., .., ..hidden];
        Tensor[] last = first.Length == 1 ? [end] : [end[.., ..hidden], end[.., hidden..]];
        if (r is not null)
        {
            (outputs, last[0]) = (outputs.Linear(r), last[0].Linear(r));
            if (h is not null && lengths.Contains(0)) last[0] += h * (1 - Within(lengths.ToArray(), 1, DType)[.., 0]); // no time, and so the first
        }
        outputs = outputs.Transpose(0, 1);
        if (lengths.Length > 0) outputs *= Within(lengths.ToArray(), times, DType);
        return (outputs, last);
    }

    void CheckShape(string operation, string name, Tensor t, params ReadOnlySpan<int> shape)
    {
        if (t.DType != DType)
            throw new ArgumentException($"{operation}: {DType.Name()} with {name} of {t.DType.Name()}; convert one with To(DType)", name);
        if (!t.Shape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"{operation}: {Shape} with {name} of {t.Shape}: the shape needed is {new Shape(shape)}", name);
    }

    static Tensor ZerosOf(DType dtype, params ReadOnlySpan<int> shape) => dtype == DType.Float32 ? Zeros<float>(shape) : Zeros<double>(shape);

    /// <summary>1 at the times a row has, 0 after: [rows, times, 1].</summary>
    static Tensor Within(int[] lengths, int times, DType dtype) => Tensor.From<double>(
        [.. lengths.SelectMany(length => Enumerable.Range(0, times).Select(t => t < length ? 1.0 : 0))], lengths.Length, times, 1).To(dtype);

    static Tensor ThroughTime(string operation, CellKind kind, Tensor products, Tensor u, Tensor? bias, Tensor? projection, Tensor first, int[] lengths)
    {
        var (states, kept) = (kind, products.DType == DType.Float32) switch
        {
            (CellKind.Tanh, true) => ThroughTime<float, TanhCell<float>>(products, u, bias, projection, first, lengths),
            (CellKind.Tanh, false) => ThroughTime<double, TanhCell<double>>(products, u, bias, projection, first, lengths),
            (CellKind.Relu, true) => ThroughTime<float, ReluCell<float>>(products, u, bias, projection, first, lengths),
            (CellKind.Relu, false) => ThroughTime<double, ReluCell<double>>(products, u, bias, projection, first, lengths),
            (CellKind.Gru, true) => ThroughTime<float, GruCell<float>>(products, u, bias, projection, first, lengths),
            (CellKind.Gru, false) => ThroughTime<double, GruCell<double>>(products, u, bias, projection, first, lengths),
            (CellKind.EarlyGru, true) => ThroughTime<float, EarlyGruCell<float>>(products, u, bias, projection, first, lengths),
            (CellKind.EarlyGru, false) => ThroughTime<double, EarlyGruCell<double>>(products, u, bias, projection, first, lengths),
            (_, true) => ThroughTime<float, LstmCell<float>>(products, u, bias, projection, first, lengths),
            (_, false) => ThroughTime<double, LstmCell<double>>(products, u, bias, projection, first, lengths),
        };
        Check(operation, states);
        bool isTracked = IsTracked(products, u) || IsTracked(first) || (bias is not null && IsTracked(bias))
            || (projection is not null && IsTracked(projection));
        return isTracked ? states.By(new RecurrentNode(kind, products, u, bias, projection, first, states, kept, lengths)) : states;
    }

    static (Tensor States, Tensor Kept) ThroughTime<T, TCell>(Tensor products, Tensor u, Tensor? bias, Tensor? projection, Tensor first, int[] lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TCell : struct, ICell<T>
    {
        int times = products.Shape[0], rows = products.Shape[1], passed = u.Shape[1], hidden = u.Shape[0] / TCell.Gates;
        // turned, the weights are faster to go through; which does not pay for a single time
        Tensor p = products.Packed(), w = times == 1 ? u.Packed() : u.T.Contiguous(), start = first.Packed();
        Tensor? b = bias?.Packed(), r = projection?.Packed();
        var kept = Unfilled<T>(new(times, rows, TCell.Kept * hidden), out var keep);
        var states = Unfilled<T>(new(times, rows, TCell.States * hidden), out var values);
        if (lengths.Length > 0) keep.Clear(); // what is kept of times that are over is never read, but may be looked at for NaN
        CellWalk.Forward<T, TCell>(new(times, rows, hidden, passed, lengths), p.Lent<T>(), w.Lent<T>(), times > 1, b is null ? default : b.Lent<T>(),
            r is null ? default : r.Lent<T>(), start.Lent<T>(), values, keep);
        GC.KeepAlive(p);
        GC.KeepAlive(w);
        GC.KeepAlive(b);
        GC.KeepAlive(r);
        GC.KeepAlive(start);
        return (states, kept);
    }

    sealed class RecurrentNode : Node
    {
        readonly CellKind _kind;
        readonly int[] _lengths;
        readonly bool _hasBias, _isProjected;

        public RecurrentNode(CellKind kind, Tensor products, Tensor u, Tensor? bias, Tensor? projection, Tensor first, Tensor states, Tensor kept,
            int[] lengths)
            : base(projection is not null ? (bias is null ? [products, u, first, projection] : [products, u, first, bias, projection])
                : bias is null ? [products, u, first] : [products, u, first, bias])
        {
            (_kind, _lengths, _hasBias, _isProjected) = (kind, lengths, bias is not null, projection is not null);
            Save(products, u, first, states, kept, bias, projection);
        }

        protected override void Backward(Tensor slopes)
        {
            Tensor u = Saved(1), first = Saved(2), states = Saved(3);
            var r = _isProjected ? Saved(6) : null;
            int rows = first.Shape[0], times = states.Shape[0], hidden = u.Shape[0] / Gates(_kind);
            var (dp, dq, dfirst, reset) = Autograd.Gradients.AreOn ? Composed(slopes) : (_kind, u.DType == DType.Float32) switch
            {
                (CellKind.Tanh, true) => InOneKernel<float, TanhCell<float>>(slopes),
                (CellKind.Tanh, false) => InOneKernel<double, TanhCell<double>>(slopes),
                (CellKind.Relu, true) => InOneKernel<float, ReluCell<float>>(slopes),
                (CellKind.Relu, false) => InOneKernel<double, ReluCell<double>>(slopes),
                (CellKind.Gru, true) => InOneKernel<float, GruCell<float>>(slopes),
                (CellKind.Gru, false) => InOneKernel<double, GruCell<double>>(slopes),
                (CellKind.EarlyGru, true) => InOneKernel<float, EarlyGruCell<float>>(slopes),
                (CellKind.EarlyGru, false) => InOneKernel<double, EarlyGruCell<double>>(slopes),
                (_, true) => InOneKernel<float, LstmCell<float>>(slopes),
                (_, false) => InOneKernel<double, LstmCell<double>>(slopes),
            };
            Give(0, dp);
            int toProjection = _hasBias ? 4 : 3;
            bool learnsProjection = _isProjected && Needs(toProjection);
            if (Needs(1) || learnsProjection)
            {
                var before = times == 1 ? first.Unsqueeze(0) : Concat([first.Unsqueeze(0), states[..(times - 1)]], 0);
                Tensor ds = dq.Reshape(times * rows, dq.Shape[2]), h = before[.., .., ..hidden].Reshape(times * rows, hidden);
                if (learnsProjection) Give(toProjection, ds.MatMul(u).T.MatMul(h));
                if (r is not null) h = h.Linear(r);
                if (Needs(1)) GiveProduct(ds, h, reset?.Reshape(times * rows, hidden));
            }
            Give(2, dfirst);
            if (_hasBias) Give(3, dq);
        }

        // and the r h of all times, where the gate r works on the state
        (Tensor Dp, Tensor Dq, Tensor Dfirst, Tensor? Reset) InOneKernel<T, TCell>(Tensor slopes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TCell : struct, ICell<T>
        {
            Tensor u = Saved(1).Packed(), first = Saved(2).Packed(), states = Saved(3), kept = Saved(4), dy = slopes.Packed();
            var r = _isProjected ? Saved(6).Packed() : null;
            var dp = Unfilled<T>(Saved(0).Shape, out var toProducts);
            var dq = dp;
            var toOwn = toProducts;
            if (TCell.HasOwnSlope) dq = Unfilled<T>(dp.Shape, out toOwn);
            var dfirst = Unfilled<T>(first.Shape, out var toFirst);
            CellWalk.Backward<T, TCell>(new(states.Shape[0], first.Shape[0], u.Shape[0] / TCell.Gates, u.Shape[1], _lengths), dy.Lent<T>(), u.Lent<T>(),
                r is null ? default : r.Lent<T>(), first.Lent<T>(), states.Lent<T>(), kept.Lent<T>(), toProducts, toOwn, toFirst);
            GC.KeepAlive(u);
            GC.KeepAlive(r);
            GC.KeepAlive(first);
            GC.KeepAlive(states);
            GC.KeepAlive(kept);
            GC.KeepAlive(dy);
            GC.KeepAlive(dq);
            return (dp, dq, dfirst, TCell.IsOpened ? kept[.., .., (3 * u.Shape[1])..] : null);
        }

        /// <summary>dU = dsᵀ h; for the last gate dsᵀ of the state that was reset, where there is one.</summary>
        void GiveProduct(Tensor ds, Tensor h, Tensor? reset)
        {
            if (reset is not null)
            {
                int early = ds.Shape[1] - reset.Shape[1];
                Give(1, Concat([ds[.., ..early].T.MatMul(h), ds[.., early..].T.MatMul(reset)], 0));
            }
            else if (SumOf(1, ds.Shape[0]) is not { } sum) Give(1, ds.T.MatMul(h));
            else if (sum.DType == DType.Float32) AddProduct<float>(ds, h, sum);
            else AddProduct<double>(ds, h, sum);
        }

        /// <summary>sum += dsᵀ h.</summary>
        static void AddProduct<T>(Tensor ds, Tensor h, Tensor sum) where T : unmanaged, IFloatingPointIeee754<T>
        {
            ds = ds.Packed();
            Gemm.Multiply(ds.Shape[1], h.Shape[1], ds.Shape[0], new(ds.Lent<T>(), 0, 1, ds.Shape[1]), h.RowMatrix<T>(), sum.Lent<T>(), accumulate: true);
            GC.KeepAlive(ds);
            GC.KeepAlive(h);
            GC.KeepAlive(sum);
        }

        /// <summary>The same by operations that can be differentiated again.</summary>
        (Tensor Dp, Tensor Dq, Tensor Dfirst, Tensor? Reset) Composed(Tensor slopes)
        {
            Tensor products = Saved(0), u = Saved(1), first = Saved(2), states = Saved(3);
            Tensor? bias = _hasBias ? Saved(5) : null, r = _isProjected ? Saved(6) : null;
            int times = states.Shape[0], hidden = u.Shape[0] / Gates(_kind);
            Tensor[] dp = new Tensor[times], dq = new Tensor[times], reset = new Tensor[times];
            var within = _lengths.Length == 0 ? null : Within(_lengths, times, u.DType);
            var running = ZerosOf(u.DType, [.. first.Shape]);
            for (int t = times - 1; t >= 0; t--)
            {
                Tensor before = t == 0 ? first : states[t - 1], slope = slopes[t] + running, h = before[.., ..hidden], p = products[t];
                if (_kind == CellKind.EarlyGru)
                {
                    (dp[t], running, reset[t]) = EarlyGruStep(p, u, h, slope, hidden);
                    dq[t] = dp[t];
                }
                else
                {
                    Tensor q = (r is null ? h : h.Linear(r)).Linear(u, bias), rest;
                    (dp[t], dq[t], rest) = _kind switch
                    {
                        CellKind.Tanh => TanhStep(p + q, slope),
                        CellKind.Relu => ReluStep(p + q, slope),
                        CellKind.Gru => GruStep(p, q, h, slope, hidden),
                        _ => LstmStep(p + q, before[.., hidden..], slope, hidden),
                    };
                    var direct = dq[t].MatMul(u);
                    if (r is not null) direct = direct.MatMul(r);
                    running = _kind == CellKind.Lstm ? Concat([direct, rest], 1) : direct + rest;
                }
                if (within is null) continue;
                var has = within[.., t];
                (dp[t], dq[t], running) = (dp[t] * has, dq[t] * has, running * has + slope * (1 - has));
            }
            return (Stack(dp), Stack(dq), running, _kind == CellKind.EarlyGru ? Stack(reset) : null);
        }

        static (Tensor, Tensor, Tensor) TanhStep(Tensor sum, Tensor slope)
        {
            var ds = slope * (1 - sum.Tanh().Square());
            return (ds, ds, ZerosOf(ds.DType, [.. ds.Shape]));
        }

        static (Tensor, Tensor, Tensor) ReluStep(Tensor sum, Tensor slope)
        {
            var ds = ReluSlope(slope, sum.Relu());
            return (ds, ds, ZerosOf(ds.DType, [.. ds.Shape]));
        }

        static (Tensor, Tensor, Tensor) GruStep(Tensor p, Tensor q, Tensor h, Tensor dh, int hidden)
        {
            var gates = (p[.., ..(2 * hidden)] + q[.., ..(2 * hidden)]).Sigmoid();
            Tensor r = gates[.., ..hidden], z = gates[.., hidden..], own = q[.., (2 * hidden)..], n = (p[.., (2 * hidden)..] + r * own).Tanh();
            Tensor dn = dh * (1 - z) * (1 - n.Square()), dr = dn * own * r * (1 - r), dz = dh * (h - n) * z * (1 - z);
            return (Concat([dr, dz, dn], 1), Concat([dr, dz, dn * r], 1), dh * z);
        }

        static (Tensor Dp, Tensor Dbefore, Tensor Reset) EarlyGruStep(Tensor p, Tensor u, Tensor h, Tensor dh, int hidden)
        {
            Tensor early = u[..(2 * hidden)], late = u[(2 * hidden)..], gates = (p[.., ..(2 * hidden)] + h.Linear(early)).Sigmoid();
            Tensor r = gates[.., ..hidden], z = gates[.., hidden..], reset = r * h, n = (p[.., (2 * hidden)..] + reset.Linear(late)).Tanh();
            Tensor dn = dh * (1 - z) * (1 - n.Square()), dreset = dn.MatMul(late);
            var dgates = Concat([dreset * h * r * (1 - r), dh * (h - n) * z * (1 - z)], 1);
            return (Concat([dgates, dn], 1), dh * z + dreset * r + dgates.MatMul(early), reset);
        }

        static (Tensor, Tensor, Tensor) LstmStep(Tensor sum, Tensor c, Tensor slope, int hidden)
        {
            Tensor i = sum[.., ..hidden].Sigmoid(), f = sum[.., hidden..(2 * hidden)].Sigmoid();
            Tensor g = sum[.., (2 * hidden)..(3 * hidden)].Tanh(), o = sum[.., (3 * hidden)..].Sigmoid();
            Tensor squashed = (f * c + i * g).Tanh(), dh = slope[.., ..hidden], dc = slope[.., hidden..] + dh * o * (1 - squashed.Square());
            var ds = Concat([dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g.Square()), dh * squashed * o * (1 - o)], 1);
            return (ds, ds, dc * f);
        }
    }
}
