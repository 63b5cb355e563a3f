using System.Linq.Expressions;

namespace Wangting.Channels.Api;

/// <summary>Conditions on rows, put together from descriptions. Values stand in a holder, as a compiler's closure would have
/// them, so that the database sees a parameter and EF one query for all values.</summary>
internal static class Predicates
{
    sealed class Holder<T>(T value)
    {
        public T Value { get; } = value;
    }

    public static Expression<Func<TRow, bool>> Equal<TRow, TValue>(Expression<Func<TRow, TValue>> member, TValue value) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.Equal(member.Body, Expression.Property(Expression.Constant(new Holder<TValue>(value)), nameof(Holder<TValue>.Value))), member.Parameters);

    public static Expression<Func<TRow, bool>> Never<TRow>() => _ => false;

    public static Expression<Func<TRow, bool>> Either<TRow>(Expression<Func<TRow, bool>> a, Expression<Func<TRow, bool>> b) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.OrElse(a.Body, Put(b, a.Parameters[0])), a.Parameters);

    public static Expression<Func<TRow, bool>> Both<TRow>(Expression<Func<TRow, bool>> a, Expression<Func<TRow, bool>> b) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.AndAlso(a.Body, Put(b, a.Parameters[0])), a.Parameters);

    /// <summary>Some item that belongs to the row meets the condition.</summary>
    public static Expression<Func<TRow, bool>> Any<TRow, TItem>(IQueryable<TItem> items, Expression<Func<TItem, Guid>> owner, Expression<Func<TItem, bool>> condition)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        var item = owner.Parameters[0];
        var belongs = Expression.Equal(owner.Body, Expression.Property(row, nameof(Kernel.IRow.Id)));
        var both = Expression.Lambda<Func<TItem, bool>>(Expression.AndAlso(belongs, Put(condition, item)), item);
        return Expression.Lambda<Func<TRow, bool>>(Expression.Call(typeof(Queryable), nameof(Queryable.Any), [typeof(TItem)], items.Expression, both), row);
    }

    static Expression Put<TRow>(Expression<Func<TRow, bool>> condition, ParameterExpression parameter) =>
        new Replacement(condition.Parameters[0], parameter).Visit(condition.Body);

    sealed class Replacement(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
