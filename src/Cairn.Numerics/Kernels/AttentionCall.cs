using System.Numerics;
using Cairn.RandomNumbers;

namespace Cairn.Kernels;

/// <summary>Where the matrices of an operand lie: the first element of each, and the distances to the next row and the next
/// column.</summary>
readonly unsafe struct Matrices<T>(T* first, int* starts, nint row, nint column) where T : unmanaged
{
    internal readonly nint Row = row, Column = column;

    internal T* this[int product] => first + starts[product];

    internal bool IsNone => first == null;
}

/// <summary>Attention of many sequences at once: y = softmax(q kᵀ scale, masked) v.</summary>
/// <remarks>Rows of q are taken a block at a time, so that what a block finds for all keys stays near and is never all there. A score is
/// one chain of fused multiply-adds; the weights of a row are relative to its largest score and summed by the law of <see cref="Lanes"/>; the
/// sum over the values is a product's, divided by that of the weights at its end. The blocks are a function of the sizes alone.</remarks>
unsafe struct AttentionCall<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int BlockElements = 1 << 16, MostRows = 96, FewestRows = 2 * GemmTiles.Rows;
    const int DrawsAtOnce = 512;
    const int PieceWork = 1 << 18; // multiply-adds worth a claim

    /// <summary>How many sequences, rows of q, rows of k and v, columns of q and k, and columns of v.</summary>
    internal int Products, Rows, Keys, Depth, Width;

    internal T Scale;

    /// <summary>Whether row i sees the keys 0 to i alone.</summary>
    internal bool IsCausal;

    internal Matrices<T> Q, K, V, Y, Added;

    /// <summary>1 where a row sees a key.</summary>
    internal Matrices<byte> Allowed;

    /// <summary>The largest score of each row, and the sum of its weights relative to it; null where nobody asks.</summary>
    internal T* Largest, Sums;

    /// <summary>The share of weights to drop, and the stream whose draws say which: one for each product, row and key.</summary>
    internal float Dropped;

    internal RandomStream Stream;

    /// <summary>How many rows a block has, and how many blocks a sequence.</summary>
    internal readonly int Block
    {
        get
        {
            int strips = BlockElements / Math.Max(Keys, 1) / GemmTiles.Rows;
            return Math.Min(Rows, Math.Clamp(strips * GemmTiles.Rows, FewestRows, MostRows));
        }
    }

    internal readonly int Blocks => Rows == 0 ? 0 : (Rows - 1) / Block + 1;

    /// <summary>The keys that the rows before <paramref name="row"/> see.</summary>
    internal readonly int KeysBefore(int row) => IsCausal ? Math.Min(Keys, row) : Keys;

    internal readonly long ScoreCount => (long)Block * Keys;

    /// <summary>Does the pieces of all sequences, some at a time; where there are fewer than threads, the products and rows within share
    /// these.</summary>
    internal readonly void Share<TJob>(int pieces, TJob job) where TJob : struct, IChunkJob
    {
        long work = (long)Products * Rows * Keys * (Depth + Width);
        if (pieces < WorkTeam.Threads || work < Gemm.ParallelWork)
            for (int i = 0; i < pieces; i++) job.Run(i);
        else
        {
            int chunks = (int)Math.Clamp(work / PieceWork, Math.Min(pieces, WorkTeam.Threads), pieces);
            WorkTeam.For(chunks, new Some<TJob>(job, pieces, chunks));
        }
    }

    readonly struct Some<TJob>(TJob job, int pieces, int chunks) : IChunkJob where TJob : struct, IChunkJob
    {
        public void Run(int chunk)
        {
            for (int i = Cut(chunk), end = Cut(chunk + 1); i < end; i++) job.Run(i);
        }

        int Cut(int chunk) => (int)((long)pieces * chunk / chunks);
    }

    /// <summary>The rows of q from <paramref name="row"/> on, times the scale, side by side; and their products with the keys,
    /// unmasked.</summary>
    internal readonly void Score(int product, int row, int rows, int keys, T* scaled, T* scores)
    {
        T* q = Q[product] + row * Q.Row;
        for (int i = 0; i < rows; i++, q += Q.Row)
        {
            T* to = scaled + (nint)i * Depth;
            if (Q.Column == 1) new ReadOnlySpan<T>(q, Depth).CopyTo(new(to, Depth));
            else
                for (int j = 0; j < Depth; j++) to[j] = q[j * Q.Column];
        }
        RowLoops.Multiply(scaled, Scale, rows * Depth);
        Gemm.Run(new GemmCall<T>
        {
            M = rows,
            N = keys,
            K = Depth,
            A = scaled,
            ARow = Depth,
            AColumn = 1,
            B = K[product],
            BRow = K.Column,
            BColumn = K.Row,
            C = scores,
            CRow = keys,
        });
    }

    /// <summary>How many keys a row sees at most.</summary>
    internal readonly int Seen(int row) => KeysBefore(row + 1);

    /// <summary>-infinity for the keys that a mask hides, and the mask's numbers added to the scores of others.</summary>
    internal readonly void Hide(int product, int row, T* scores)
    {
        int seen = Seen(row);
        if (!Allowed.IsNone)
        {
            byte* allowed = Allowed[product] + row * Allowed.Row;
            for (int j = 0; j < seen; j++) scores[j] = allowed[j * Allowed.Column] != 0 ? scores[j] : T.NegativeInfinity;
        }
        if (!Added.IsNone)
        {
            T* add = Added[product] + row * Added.Row;
            if (Added.Column == 1) RowLoops.Add(add, scores, scores, seen);
            else
                for (int j = 0; j < seen; j++) scores[j] += add[j * Added.Column];
        }
    }

    /// <summary>The scores of a row become weights relative to the largest, 0 for keys that it does not see.</summary>
    /// <returns>The sum of the weights; 0 where it sees none.</returns>
    internal static T Weigh(T* scores, int seen, int keys, T largest)
    {
        new Span<T>(scores + seen, keys - seen).Clear();
        if (T.IsNegativeInfinity(largest))
        {
            new Span<T>(scores, seen).Clear();
            return T.Zero;
        }
        return LogWeights.Weigh(scores, scores, seen, largest);
    }

    /// <summary>Sets to 0 the elements of a row that are dropped.</summary>
    internal readonly void Drop(int product, int row, T* x, int keys)
    {
        if (Dropped == 0) return;
        Span<float> draws = stackalloc float[DrawsAtOnce];
        ulong first = ((ulong)product * (uint)Rows + (uint)row) * (uint)Keys;
        for (int from = 0; from < keys; from += DrawsAtOnce)
        {
            int count = Math.Min(DrawsAtOnce, keys - from);
            Draws.Fill(Stream, first + (uint)from, draws[..count], default(Draws.SingleUniforms));
            for (int j = 0; j < count; j++)
                if (draws[j] < Dropped) x[from + j] = T.Zero;
        }
    }

    /// <summary>What a weight that stays is divided by.</summary>
    internal readonly T Kept => T.One - T.CreateChecked(Dropped);
}
