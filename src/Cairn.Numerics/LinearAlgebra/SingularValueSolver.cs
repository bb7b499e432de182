using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>A = U diag(s) V' of one matrix: reflections from both sides to a bidiagonal matrix, then implicit QR.</summary>
/// <remarks>A wide matrix is taken as its transpose; of one more than half as tall again as wide the triangle of A = Q R is decomposed.</remarks>
static unsafe class SingularValueSolver
{
    /// <summary>Computes the values in descending order, and the vectors if they are wanted.</summary>
    /// <param name="a">The matrix in rows, all finite.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="values">The values, the smaller of the two sizes in number.</param>
    /// <param name="u">The left vectors in columns, or null.</param>
    /// <param name="v">The right vectors in columns, or null like <paramref name="u"/>.</param>
    /// <param name="name">Who asks, for messages.</param>
    /// <param name="sweepsPerValue">The limit of the iteration.</param>
    /// <exception cref="InvalidOperationException">The iteration did not converge.</exception>
    internal static void Solve(double* a, int rows, int columns, double* values, double* u, double* v, string name,
        int sweepsPerValue = BidiagonalIteration.SweepsPerValue)
    {
        if (rows == 0 || columns == 0) return;
        var problem = new Problem(a, rows, columns, values, u, v, name, sweepsPerValue);
        var memory = WorkRoom.Memory(problem.Room);
        fixed (double* first = memory.Span) problem.Solve(new WorkRoom(first, memory.Span.Length));
        GC.KeepAlive(memory);
    }

    readonly struct Problem
    {
        readonly double* _a, _values, _tallVectors, _vectors;
        readonly int _rows, _columns, _sweepsPerValue, _row, _tall;
        readonly bool _isWide, _isTall;
        readonly string _name;

        internal Problem(double* a, int rows, int columns, double* values, double* u, double* v, string name, int sweepsPerValue)
        {
            _isWide = rows < columns;
            _a = a;
            _values = values;
            (_name, _sweepsPerValue) = (name, sweepsPerValue);
            (_rows, _columns) = _isWide ? (columns, rows) : (rows, columns);
            _tallVectors = _isWide ? v : u;
            _vectors = _isWide ? u : v;
            _isTall = _rows > _columns + _columns / 2;
            (_row, _tall) = (WorkRoom.Row(_columns), WorkRoom.Row(_rows));
        }

        /// <summary>The rows of the matrix that is made bidiagonal.</summary>
        int Height => _isTall ? _columns : _rows;

        long Square => (long)_columns * _row;

        long TallRows => (long)_rows * _row;

        internal long Room
        {
            get
            {
                long lefts = (long)_columns * WorkRoom.Row(Height), room = (long)Height * _row + lefts + Bidiagonal.Room(Height, _columns) + 5L * _row;
                if (_isTall) room += (long)_columns * _tall + Reflectors.Room(_columns) + 8;
                if (_vectors == null) return room;
                room += (long)Height * _row + Square + Reflectors.Room(_columns)
                    + RotationSweeps.Room(Height, _columns) + RotationSweeps.Room(_columns, _columns) + 16;
                return _isTall ? room + TallRows + Square : room;
            }
        }

        internal void Solve(WorkRoom room)
        {
            int row = _row, n = _columns;
            double* work = room.Take((long)Height * row), left = room.Take((long)n * WorkRoom.Row(Height));
            double* d = room.Take(n), e = room.Take(n), leftTau = room.Take(n), rightTau = room.Take(n);
            double* columns = _isTall ? room.Take((long)n * _tall) : null, qTau = room.Take(n);
            double largest = MatrixScale.Largest(new ReadOnlySpan<double>(_a, checked(_rows * n)));
            int power;
            if (_isTall)
            {
                power = _isWide
                    ? MatrixScale.Copy(_a, n, _rows, largest, columns, _tall)
                    : MatrixScale.CopyTransposed(_a, _rows, n, largest, columns, _tall);
                TallQr.Factor(columns, _rows, n, qTau, work, row, room.Take(Reflectors.Room(n)));
            }
            else
            {
                power = _isWide
                    ? MatrixScale.CopyTransposed(_a, n, _rows, largest, work, row)
                    : MatrixScale.Copy(_a, _rows, n, largest, work, row);
            }

            Bidiagonal.Reduce(work, Height, n, d, e, left, leftTau, rightTau, ref room);
            if (_vectors == null)
            {
                Iterate(d, e, null, null);
                Values(d, power);
                return;
            }
            double* forming = room.Take(Reflectors.Room(n)), p = room.Take(Square), q = room.Take((long)Height * row);
            Reflectors.Form(work, row, rightTau, n - 1, 1, p, row, n, n, forming);
            var right = new RotationSweeps(room.Take(RotationSweeps.Room(n, n)), n, n, p, row);
            Reflectors.Form(left, WorkRoom.Row(Height), leftTau, n, 0, q, row, Height, n, forming);
            var lefts = new RotationSweeps(room.Take(RotationSweeps.Room(Height, n)), Height, n, q, row);
            Iterate(d, e, lefts, right);

            // a negative value turns its left vector; then both turn together, so that the right one has the sign that is promised
            double[] signs = right.Signs(n), signsLeft = [.. signs];
            for (int i = 0; i < n; i++)
                if (d[i] < 0) signsLeft[i] = -signsLeft[i];
            int[] order = Values(d, power);
            right.Unpack(n, order, signs, _vectors, n);
            if (!_isTall)
            {
                lefts.Unpack(Height, order, signsLeft, _tallVectors, n);
                return;
            }
            lefts.Unpack(n, order, signsLeft, q, row);
            double* full = room.Take(TallRows);
            Reflectors.Form(columns, _tall, qTau, n, 0, full, row, _rows, n, forming);
            Gemm.Run(new GemmCall<double>
            {
                M = _rows,
                N = n,
                K = n,
                A = full,
                ARow = row,
                AColumn = 1,
                B = q,
                BRow = row,
                BColumn = 1,
                C = _tallVectors,
                CRow = n,
            });
        }

        void Iterate(double* d, double* e, RotationSweeps? left, RotationSweeps? right)
        {
            if (!BidiagonalIteration.Run(d, e, _columns, left, right, _sweepsPerValue))
                throw new InvalidOperationException(
                    $"{_name}: the QR iteration did not converge in {_sweepsPerValue} sweeps for each of {_columns} values");
        }

        /// <summary>Writes the values, and tells where they stood.</summary>
        int[] Values(double* d, int power)
        {
            var keys = new double[_columns];
            var order = new int[_columns];
            for (int i = 0; i < order.Length; i++) (keys[i], order[i]) = (-Math.Abs(d[i]), i);
            keys.AsSpan().Sort(order.AsSpan());
            for (int i = 0; i < order.Length; i++) _values[i] = Math.ScaleB(-keys[i], power);
            return order;
        }
    }
}
