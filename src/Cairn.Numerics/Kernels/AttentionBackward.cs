using System.Numerics;

namespace Cairn.Kernels;

/// <summary>The gradients of attention, a sequence at a time and in it a block of rows after the other: the weights are computed again from
/// what was kept of each row. With weights p, dp = dy vᵀ and s = p (dp - Σ y dy): dv = pᵀ dy, dq = s k scale, dk = sᵀ q scale.</summary>
static unsafe class AttentionBackward
{
    /// <summary>The gradients, those that nobody wants null, and what they come from.</summary>
    internal struct Slopes<T> where T : unmanaged
    {
        internal Matrices<T> Y, Q, K, V;
    }

    internal static void Run<T>(AttentionCall<T> call, Slopes<T> slopes) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        call.Share(call.Products, new Piece<T>(call, slopes));

    readonly struct Piece<T>(AttentionCall<T> call, Slopes<T> slopes) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int product)
        {
            var c = call;
            var d = slopes;
            if (c.IsCausal || c.Rows == 0)
            {
                Clear(d.K, product, c.Keys, c.Depth);
                Clear(d.V, product, c.Keys, c.Width);
            }
            T* weights = Workspace.Rent<T>(Workspace.Use.Rows, 2 * c.ScoreCount + c.Block * (long)c.Depth);
            T* inner = weights + c.ScoreCount, scaled = inner + c.ScoreCount;
            for (int row = 0, rows; row < c.Rows; row += rows)
            {
                rows = Math.Min(c.Block, c.Rows - row);
                Block(c, d, product, row, rows, weights, inner, scaled);
            }
        }
    }

    static void Block<T>(in AttentionCall<T> c, in Slopes<T> d, int product, int row, int rows, T* weights, T* inner, T* scaled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int keys = c.KeysBefore(row + rows);
        bool isLater = c.IsCausal || row > 0;
        T* dy = d.Y[product] + row * d.Y.Row;
        c.Score(product, row, rows, keys, scaled, weights);
        RowShares.Run(rows, keys, new Weights<T>(c, product, row, keys, weights, inner));
        if (!d.V.IsNone) Gemm.Run(new GemmCall<T>
        {
            M = keys,
            N = c.Width,
            K = rows,
            A = c.Dropped > 0 ? inner : weights,
            ARow = 1,
            AColumn = keys,
            B = dy,
            BRow = d.Y.Row,
            BColumn = d.Y.Column,
            C = d.V[product],
            CRow = d.V.Row,
            Accumulate = isLater,
        });
        if (d.Q.IsNone && d.K.IsNone) return;
        Gemm.Run(new GemmCall<T>
        {
            M = rows,
            N = keys,
            K = c.Width,
            A = dy,
            ARow = d.Y.Row,
            AColumn = d.Y.Column,
            B = c.V[product],
            BRow = c.V.Column,
            BColumn = c.V.Row,
            C = inner,
            CRow = keys,
        });
        RowShares.Run(rows, keys, new ScoreSlopes<T>(c, d, product, row, keys, weights, inner));
        if (!d.Q.IsNone)
        {
            T* dq = d.Q[product] + row * d.Q.Row;
            Gemm.Run(new GemmCall<T>
            {
                M = rows,
                N = c.Depth,
                K = keys,
                A = inner,
                ARow = keys,
                AColumn = 1,
                B = c.K[product],
                BRow = c.K.Row,
                BColumn = c.K.Column,
                C = dq,
                CRow = d.Q.Row,
            });
            for (int i = 0; i < rows; i++, dq += d.Q.Row) RowLoops.Multiply(dq, c.Scale, c.Depth);
        }
        if (!d.K.IsNone) Gemm.Run(new GemmCall<T>
        {
            M = keys,
            N = c.Depth,
            K = rows,
            A = inner,
            ARow = 1,
            AColumn = keys,
            B = scaled,
            BRow = c.Depth,
            BColumn = 1,
            C = d.K[product],
            CRow = d.K.Row,
            Accumulate = isLater,
        });
    }

    static void Clear<T>(Matrices<T> x, int product, int rows, int columns) where T : unmanaged
    {
        if (x.IsNone) return;
        for (int i = 0; i < rows; i++) new Span<T>(x[product] + i * x.Row, columns).Clear();
    }

    /// <summary>The shares of a row, and where some are dropped those that stay, as they met the values.</summary>
    readonly struct Weights<T>(AttentionCall<T> call, int product, int first, int keys, T* weights, T* kept) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int i)
        {
            int row = first + i, seen = call.Seen(row);
            nint at = (nint)product * call.Rows + row;
            T* own = weights + (nint)i * keys;
            call.Hide(product, row, own);
            AttentionCall<T>.Weigh(own, seen, keys, call.Largest[at]);
            if (call.Sums[at] != T.Zero) RowLoops.Multiply(own, T.One / call.Sums[at], seen);
            if (call.Dropped == 0) return;
            T* stays = kept + (nint)i * keys;
            new Span<T>(own, keys).CopyTo(new(stays, keys));
            if (call.Kept != T.Zero) RowLoops.Multiply(stays, T.One / call.Kept, seen);
            call.Drop(product, row, stays, seen);
        }
    }

    /// <summary>From the gradient by the weights to that by the scores.</summary>
    readonly struct ScoreSlopes<T>(AttentionCall<T> call, Slopes<T> slopes, int product, int first, int keys, T* weights, T* inner)
        : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int i)
        {
            int row = first + i, seen = call.Seen(row);
            T* own = inner + (nint)i * keys;
            if (call.Dropped > 0)
            {
                if (call.Kept != T.Zero) RowLoops.Multiply(own, T.One / call.Kept, seen);
                call.Drop(product, row, own, seen);
            }
            T* y = call.Y[product] + row * call.Y.Row, dy = slopes.Y[product] + row * slopes.Y.Row;
            T sum = Lanes.Sum(new ReadOnlySpan<T>(dy, call.Width), new ReadOnlySpan<T>(y, call.Width), default(RoundedProduct<T>));
            RowLoops.SubtractThenMultiply(own, sum, weights + (nint)i * keys, own, seen);
            new Span<T>(own + seen, keys - seen).Clear();
        }
    }
}
