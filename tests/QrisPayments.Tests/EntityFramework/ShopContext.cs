using Microsoft.EntityFrameworkCore;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>An ordinary shop's context.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var order = modelBuilder.Entity<Order>().ToTable("ef_orders");
        order.Property(o => o.Number).HasMaxLength(64);
        order.HasIndex(o => o.Number).IsUnique();
    }
}

/// <summary>An order, numbered by the shop; its key comes from the database.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public required string Number { get; set; }

    public required long Total { get; set; }

    public DateTime? PaidAt { get; set; }

    /// <summary>How many times a handler's work was committed.</summary>
    public int TimesPaid { get; set; }
}
