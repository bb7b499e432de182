using System.Numerics;

namespace Cairn.Kernels;

/// <summary>The results of attention, a block of rows at a time.</summary>
static unsafe class AttentionForward
{
    internal static void Run<T>(AttentionCall<T> call) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        call.Share(call.Products * call.Blocks, new Piece<T>(call));

    readonly struct Piece<T>(AttentionCall<T> call) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int piece)
        {
            var c = call;
            int product = piece / c.Blocks, row = piece % c.Blocks * c.Block, rows = Math.Min(c.Block, c.Rows - row);
            int keys = c.KeysBefore(row + rows);
            T* scores = Workspace.Rent<T>(Workspace.Use.Rows, c.ScoreCount + c.Block * (c.Depth + 1L));
            T* sums = scores + c.ScoreCount, scaled = sums + c.Block;
            c.Score(product, row, rows, keys, scaled, scores);
            RowShares.Run(rows, keys, new Weights<T>(c, product, row, keys, scores, sums));
            T* y = c.Y[product] + row * c.Y.Row;
            Gemm.Run(new GemmCall<T>
            {
                M = rows,
                N = c.Width,
                K = keys,
                A = scores,
                ARow = keys,
                AColumn = 1,
                B = c.V[product],
                BRow = c.V.Row,
                BColumn = c.V.Column,
                C = y,
                CRow = c.Y.Row,
            });
            for (int i = 0; i < rows; i++, y += c.Y.Row)
            {
                T sum = sums[i] * c.Kept;
                if (sum == T.Zero) new Span<T>(y, c.Width).Clear();
                else RowLoops.Divide(y, sum, c.Width);
            }
        }
    }

    readonly struct Weights<T>(AttentionCall<T> call, int product, int first, int keys, T* scores, T* sums) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int i)
        {
            int row = first + i, seen = call.Seen(row);
            T* own = scores + (nint)i * keys;
            call.Hide(product, row, own);
            T largest = seen == 0 ? T.NegativeInfinity : Extremes.Max(own, seen);
            sums[i] = AttentionCall<T>.Weigh(own, seen, keys, largest);
            if (call.Largest != null)
            {
                nint at = (nint)product * call.Rows + row;
                (call.Largest[at], call.Sums[at]) = (largest, sums[i]);
            }
            call.Drop(product, row, own, seen);
        }
    }
}
